package dev.steward.runner.app

import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What a person gives for one run alone, on a whole Steward: a secret that is typed, and a var that must be given. */
class TypedSecretSpec extends Specification {

    static final String TYPED = 'hunter2-was-typed'

    @TempDir Path dir
    @AutoCleanup StateDir state
    @AutoCleanup Runner runner

    def setup() {
        Files.createDirectories(dir.resolve('playbooks'))
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {here: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('steward.yml'), 'inventory: hosts.yml\nplaybooks: playbooks\n')
        Files.writeString(dir.resolve('playbooks/set.groovy'), """\
            playbook('Set') {
                vars ticket: ask('', 'Ticket', required: true), password: ask(secret('app/root'), 'Root password')
                play('Set') { hosts 'here'; tasks { task('Set') { shell "printf %s \${password} > $dir/came; echo \${password}" } } }
            }
            """.stripIndent())
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def time = new SystemTime()
        state = (StateDir.open(dir.resolve('state'), 'spec', time) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], time)
    }

    private RunRequest request(Map vars, Map typed) {
        def login = new RunRequest.Login(Optional.empty(), Optional.empty(), Optional.empty(), [], typed.collectEntries { k, v -> [k, new Secret(v)] })
        new RunRequest(dir.resolve('playbooks/set.groovy'), [], vars, RunOptions.NONE, login, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty())
    }

    def 'a typed secret is what the run uses, and is masked and kept nowhere; a repeated run asks the secrets file again'() {
        when:
        long run = runner.runs().submit(request([ticket: 'T-1'], ['app/root': TYPED]))
        runner.runs().await(run)
        def row = runner.store().queries().run(run).get()
        def events = runner.store().queries().events(run, 0, 1000).toString()

        then:
        row.status() == RunStatus.OK
        Files.readString(dir.resolve('came')) == TYPED
        events.contains('***')
        !events.contains(TYPED)
        !row.toString().contains(TYPED)
        row.options().given == [ticket: 'T-1']

        when: 'it is run again, nobody types it'
        long again = runner.runs().again(run, new Runs.Again(false, Runs.Text.SAME, 'anna'))
        runner.runs().await(again)

        then:
        runner.store().queries().run(again).get().status() == RunStatus.FAILED
        runner.store().queries().events(again, 0, 1000).toString().contains('app/root')

        when: 'a plan is to wait with it'
        runner.runs().ask(request([ticket: 'T-1'], ['app/root': TYPED]), 'why', 'anna')

        then:
        def kept = thrown(RunRefused)
        kept.message.contains('keeps no password or secret')

        and: 'and no file of the state holds it'
        Files.walk(dir.resolve('state')).filter { Files.isRegularFile(it) }.toList().every { !new String(Files.readAllBytes(it), 'ISO-8859-1').contains(TYPED) }
    }

    def 'a run begins only with what must be given; a check of the playbook asks for nothing'() {
        when:
        runner.runs().submit(request([:], [:]))

        then:
        def refused = thrown(RunRefused)
        refused.problems() == ["'ticket' (Ticket) must be given: -e ticket=…, or fill it in on the playbook's page"]
        runner.playbooks().check(dir.resolve('playbooks/set.groovy'), [:]).problems() == []
    }
}

package dev.steward.runner.app.resume

import dev.steward.runner.account.Role
import dev.steward.runner.app.RunRefused
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.app.Runs
import dev.steward.runner.app.approve.ApprovalDesk.Person
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.resume.Decided
import dev.steward.runner.resume.Unfinished
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Whether a whole Steward goes on with a run; its hosts are this machine. */
class ResumeDeskSpec extends Specification {

    static final Person BERT = new Person('bert', Role.ADMIN, true)

    @TempDir Path dir
    StateDir state
    @AutoCleanup Runner runner

    private void hosts(List<String> all, Map<String, List<String>> groups) {
        def words = { List<String> hosts, String what -> hosts.collect { "$it: $what" }.join(', ') }
        Files.writeString(dir.resolve('hosts.yml'), "all: {hosts: {${words(all, '{ansible_connection: local}')}}, children: {${groups.collect { name, hosts -> "$name: {hosts: {${words(hosts, '')}}}" }.join(', ')}}}\n")
    }

    private void playbook(String text) { Files.writeString(dir.resolve('site.groovy'), text) }

    /** Each host says its name; the second task fails while there is no file 'go'. */
    private void site(String hosts, String more = '') {
        playbook("playbook('Site') { play('Do') { hosts '$hosts'; ${more ? more + ';' : ''} tasks { task('Count') { shell \"echo \${host.name} >> $dir/count\" }; task('Gate') { shell 'test -e $dir/go' } } } }")
    }

    private void open(String more = '') {
        runner?.close()
        state?.close()
        Files.writeString(dir.resolve('steward.yml'), "inventory: hosts.yml\nplaybooks: .\nschedules: {}\n$more\n")
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
    }

    def cleanup() { state?.close() }

    private RunRequest request() {
        new RunRequest(dir.resolve('site.groovy'), [], [:], RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty(), Optional.empty())
    }

    private long ran() {
        long run = runner.runs().submit(request())
        runner.runs().await(run)
        run
    }

    private long resumed(long run, Unfinished how = Unfinished.STOP) {
        long next = runner.runs().resume(run, new Runs.Resume(new Decided(how), Optional.empty(), Optional.empty(), 'anna'))
        runner.runs().await(next)
        next
    }

    private RunStatus status(long run) { runner.store().queries().run(run).get().status() }

    private List<String> refused(long run) {
        try {
            resumed(run)
            []
        } catch (RunRefused e) {
            e.problems()
        }
    }

    private List<String> counted() { Files.exists(dir.resolve('count')) ? Files.readAllLines(dir.resolve('count')).toSorted() : [] }

    private static final String ONLY = 'goes on only with the hosts that it began with; run it anew: steward runs retry 1 --failed.'

    def 'a run goes on with the hosts that it began with, or not at all: #what'() {
        given: 'what a cluster says of its guests is in groups that may be others each minute'
        hosts(['one', 'two', 'three'], [proxmox_all_running: before])
        site('proxmox_all_running', more)
        open()
        long run = ran()
        hosts(['one', 'two', 'three'], [proxmox_all_running: now])
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(run) == said
        counted() == before.take(batch).toSorted()

        where:
        what                               | more                             | before         | now                     | batch || said
        'the same'                         | ''                               | ['one', 'two'] | ['two', 'one']          | 2     || []
        'one is off now'                   | ''                               | ['one', 'two'] | ['two']                 | 2     || ["'Do' was begun on one, which it does not stand for today. Run 1 $ONLY"]
        'another is on now'                | ''                               | ['one', 'two'] | ['one', 'two', 'three'] | 2     || ["'Do' was not begun on three, which it stands for today. Run 1 $ONLY"]
        'of a batch that was begun'        | 'serial 1'                       | ['one', 'two'] | ['two']                 | 1     || ["'Do' was begun on one, which it does not stand for today. Run 1 $ONLY"]
        'there were none'                  | ''                               | []             | ['one']                 | 0     || ['Run 1 ended well; there is nothing left to go on with.']
    }

    def 'who failed before a play takes part in it where the run goes on'() {
        given:
        hosts(['one', 'two'], [:])
        playbook("""playbook('Site') {
            play('First') { hosts 'all'; tasks { task('Gate') { shell "test \${host.name} = one || test -e $dir/go" } } }
            play('Second') { hosts 'all'; tasks { task('Count') { shell "echo \${host.name} >> $dir/count" } } }
        }""")
        open()
        long run = ran()
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(run) == []
        counted() == ['one', 'two']
    }

    def 'whom another host had stopped takes part in what follows where the run goes on'() {
        given: 'one and two are due for a handler that one fails to do for both'
        hosts(['one', 'two', 'three'], [:])
        playbook("""playbook('Site') {
            play('First') { hosts 'all'; tasks { task('Conf') { shell 'true'; changedWhen { host.name != 'three' }; notify 'Reload' } }
                handlers { handler('Reload') { shell 'test -e $dir/go'; runOnce() } } }
            play('Second') { hosts 'all'; tasks { task('Count') { shell "echo \${host.name} >> $dir/count" } } }
        }""")
        open()
        long run = ran()
        assert counted() == ['three']
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(run) == []
        counted() == ['one', 'three', 'two']
    }

    def 'a play that is over may have changed for whom it stands: #what'() {
        given:
        hosts(['one', 'two'], [proxmox_all_stopped: ['one', 'two'], mine: ['one', 'two']])
        playbook("""playbook('Site') {
            play('Start') { hosts 'proxmox_all_stopped'; tasks { task('Count') { shell "echo \${host.name} >> $dir/count"; $more } } }
            play('Do') { hosts 'all'; tasks { task('Gate') { shell 'test -e $dir/go' } } }
        }""")
        open()
        long run = ran()
        hosts(['one', 'two'], [mine: ['one', 'two']])
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(run) == said

        where:
        what                        | more        || said
        'each did its part'         | ''          || []
        'one did it for all'        | 'runOnce()' || ["'Start' was begun on one, two, which it does not stand for today. Run 1 $ONLY"]
    }

    def 'a play that was not begun may be for the machine itself'() {
        given: 'what the inventory says of others is another each minute'
        hosts(['one'], [:])
        playbook("""playbook('Site') {
            play('First') { hosts 'one'; tasks { task('Gate') { shell 'test -e $dir/go' } } }
            play('Here') { hosts 'localhost'; tasks { task('Count') { shell "echo \${host.name} >> $dir/count" } } }
        }""")
        open()
        long run = ran()
        hosts(['one', 'other'], [:])
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(run) == []
        counted() == ['localhost']
    }

    def 'a run goes on that is done on the machine itself, and on a host that it added'() {
        given:
        hosts(['one'], [:])
        playbook("""playbook('Site') {
            play('Add') { hosts 'localhost'; tasks { task('Add') { addHost name: 'made', groups: ['new'], vars: [ansible_connection: 'local'] } } }
            play('Do') { hosts 'new'; tasks { task('Count') { shell "echo \${host.name} >> $dir/count" }; task('Gate') { shell 'test -e $dir/go' } } }
        }""")
        open()
        long run = ran()
        Files.writeString(dir.resolve('go'), '')

        when: 'the inventory knows it too by now'
        hosts(['one', 'made'], [other: ['one']])

        then:
        refused(run) == []
        counted() == ['made']
        status(run + 1) == RunStatus.OK
    }

    def 'a run that goes on with another and never began is gone on with in its place'() {
        given: 'whoever was to begin it died before, or somebody cancelled it'
        hosts(['one'], [:])
        site('all')
        open()
        long run = ran()
        def first = runner.store().queries().detail(run).get()
        def sources = first.sources().collect { new NewRun.Source(it.file(), runner.store().queries().text(it.sha256()).get()) }
        def row = new NewRun(first.run().playbook(), first.run().file(), sources, runner.store().queries().text(first.inventorySha()).get(), [:], first.run().options(), first.run().cause(), Optional.empty(), Optional.empty())
        long second = runner.store().runs().create(row.resuming(run))
        runner.store().runs().cancelQueued(second, 'anna wanted it no more')
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(second) == []
        status(second + 1) == RunStatus.OK
        counted() == ['one']
    }

    def 'going on with a run does not pass whose word it waits for: #what'() {
        given:
        hosts(['one'], [:])
        site('all')
        open(then ? RULE : '')
        long run = then ? applied() : ran()
        open(RULE)
        Files.writeString(dir.resolve('go'), '')

        expect:
        refused(run)*.replaceAll(/[.] .*/, '') == said
        then == 0 || runner.store().queries().run(run + 1).get().options().approval == 1

        where:
        what                       | then || said
        'nobody was asked'         | 0    || ["site.groovy runs only as a plan that another person approved"]
        'it was approved'          | 1    || []
    }

    private long applied() {
        def approval = runner.runs().ask(request(), 'why', 'anna')
        runner.runs().await(approval.checkRun().get())
        runner.approvals().approve(approval.id(), BERT, 'fine')
        long run = runner.approvals().apply(approval.id(), 'anna').await()
        runner.runs().await(run)
        run
    }

    static final String RULE = 'approval: {playbooks: [site.groovy], by: operator, expires: 2h}'
}

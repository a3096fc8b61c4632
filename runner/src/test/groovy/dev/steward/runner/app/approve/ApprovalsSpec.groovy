package dev.steward.runner.app.approve

import dev.steward.house.Row
import dev.steward.runner.account.PlaybookLimit
import dev.steward.runner.account.Role
import dev.steward.runner.app.RunRefused
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.app.Runs
import dev.steward.runner.app.approve.ApprovalDesk.Person
import dev.steward.runner.app.approve.ApprovalRefused.Kind
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.notice.Notice
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.approve.Approval
import dev.steward.runner.store.approve.Approval.Status
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A whole Steward whose hosts are folders of this machine: plan, approval by another person, apply. */
class ApprovalsSpec extends Specification {

    static final Person ANNA = new Person('anna', Role.ADMIN, true)
    static final Person BERT = new Person('bert', Role.ADMIN, true)

    @TempDir Path dir
    StateDir state
    @AutoCleanup Runner runner
    Duration later = Duration.ZERO

    def setup() {
        Files.createDirectories(dir.resolve('playbooks/files'))
        Files.writeString(dir.resolve('hosts.yml'), "all: {hosts: {web-1: {ansible_connection: local, motd: '$dir/one'}, web-2: {ansible_connection: local, motd: '$dir/two'}}}\n")
        Files.writeString(dir.resolve('playbooks/files/motd'), 'new words\n')
        Files.writeString(dir.resolve('playbooks/greet.groovy'), '''\
            playbook('Greet') {
                vars times: 1
                play('Greet') {
                    hosts 'all'
                    tasks { task('Words') { copy src: 'motd', dest: "${host.vars.motd}" } }
                }
            }
            '''.stripIndent())
        Files.writeString(dir.resolve('playbooks/other.groovy'), "playbook('Other') { importPlaybook 'greet.groovy' }\n")
        Files.writeString(dir.resolve('playbooks/free.groovy'), "playbook('Free') { play('Free') { hosts 'all'; tasks { task('One') { shell 'true' } } } }\n")
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: playbooks
            schedules: {}
            approval: {playbooks: [gree*.groovy], by: operator, expires: 2h}
            """.stripIndent())
        open()
    }

    private void open() {
        runner?.close()
        state?.close()
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def system = new SystemTime()
        Time time = [now: { system.now().plus(later) }, nanos: { system.nanos() }, sleep: { Duration d -> system.sleep(d) }] as Time
        runner = Runner.open(loaded, state, [:], time)
    }

    private static RunOptions options(Map how = [:]) {
        def none = RunOptions.NONE
        new RunOptions(Optional.ofNullable(how.limit), how.tags ?: [], [], how.check ?: false, none.diff(), none.forks(), none.user(), none.become(), none.becomePassword())
    }

    private RunRequest request(String playbook = 'greet.groovy', Map how = [:], Cause.Kind kind = Cause.Kind.PERSON) {
        new RunRequest(dir.resolve("playbooks/$playbook"), [], how.vars ?: [:], options(how), RunRequest.Login.NONE, new Cause(kind, 'anna'), Optional.empty())
    }

    private Approval asked(Map how = [:]) {
        def approval = runner.runs().ask(request('greet.groovy', how), 'the words are old', 'anna')
        runner.runs().await(approval.checkRun().get())
        approval
    }

    private Approval approved(Map how = [:]) { runner.approvals().approve(asked(how).id(), BERT, 'fine') }

    private long applied(Approval approval, String by = 'anna') {
        long run = runner.approvals().apply(approval.id(), by).await()
        runner.runs().await(run)
        run
    }

    private ApprovalRefused refusal(Closure what) {
        try {
            what()
        } catch (ApprovalRefused e) {
            return e
        }
        throw new AssertionError('nothing was refused')
    }

    @Row(['W-06', 'U-15'])
    def 'a plan is asked for, approved by somebody else and applied once; what is applied is what was approved'() {
        when: 'it is asked for'
        def waiting = asked(limit: 'web-1')

        then: 'its check mode changed nothing and is there to be read'
        waiting.at(Instant.now()) == Status.WAITING
        runner.store().queries().run(waiting.checkRun().get()).get().options().check
        !Files.exists(dir.resolve('one'))
        ApprovalFacts.hosts(waiting) == [Greet: ['web-1']]

        when: 'another person approves it, and it is applied'
        def approval = runner.approvals().approve(waiting.id(), BERT, 'fine')
        long run = applied(approval)

        then:
        approval.status() == Status.APPROVED
        Files.readString(dir.resolve('one')) == 'new words\n'
        !Files.exists(dir.resolve('two'))
        with(runner.approvals().known(approval.id())) {
            status() == Status.APPLIED
            it.run().get() == run
            decided().get().by() == 'bert'
            applied().get().by() == 'anna'
        }
        runner.store().queries().run(run).get().options().approval == approval.id()

        when: 'it is applied once more'
        runner.approvals().apply(approval.id(), 'anna')

        then:
        def once = thrown(ApprovalRefused)
        once.message.contains("was applied already, by run $run")
    }

    @Row(['W-06', 'U-15'])
    def 'apply is refused, in words, when #what since'() {
        given:
        def approval = approved(how)

        when:
        change(dir)
        def refused = refusal { applied(approval) }

        then: 'nothing happened, and it can be applied where that is put right'
        refused.kind() == Kind.CONFLICT
        refused.problems().any { it.contains(words.replace('DIR', dir as String)) }
        !Files.exists(dir.resolve('one')) || Files.readString(dir.resolve('one')) != 'new words\n'
        with(runner.approvals().known(approval.id())) {
            status() == Status.APPROVED
            it.refusal().get().contains(words.replace('DIR', dir as String))
        }

        where:
        what                               | how     | change                                                                                     || words
        'the playbook was edited'          | [:]     | { Files.writeString(it.resolve('playbooks/greet.groovy'), Files.readString(it.resolve('playbooks/greet.groovy')) + '// more\n') } || 'playbook text greet.groovy changed'
        'a file that it copies was edited' | [:]     | { Files.writeString(it.resolve('playbooks/files/motd'), 'bad words\n') }                   || 'file files/motd changed'
        'a host was added'                 | [:]     | { Files.writeString(it.resolve('hosts.yml'), Files.readString(it.resolve('hosts.yml')).replace('web-2: {', 'web-3: {ansible_connection: local, motd: /nowhere}, web-2: {')) } || "hosts of play 'Greet' was 'web-1, web-2', is 'web-1, web-3, web-2'"
        'a variable of a host changed'     | [:]     | { Files.writeString(it.resolve('hosts.yml'), Files.readString(it.resolve('hosts.yml')).replace("$it/two", "$it/three")) } || "variable motd of host web-2 was 'DIR/two', is 'DIR/three'"
        'a default of its vars changed'    | [:]     | { Files.writeString(it.resolve('playbooks/greet.groovy'), Files.readString(it.resolve('playbooks/greet.groovy')).replace('times: 1', 'times: 2')) } || "variable times was '1', is '2'"
        'reality changed: the host has it' | [:]     | { Files.writeString(it.resolve('two'), 'new words\n') }                                    || "check of web-2, task 'Words' (0.0) was 'would change', is 'ok'"
        'reality changed: other words'     | [:]     | { Files.writeString(it.resolve('one'), 'somebody wrote this\n') }                          || "check of web-1, task 'Words' (0.0) would change something else"
    }

    def 'what else runs by the same plan is refused by every way, and so is what imports it'() {
        when:
        runner.runs().submit(request(playbook, how, kind))

        then:
        def e = thrown(RunRefused)
        e.unapproved()
        e.message.contains('greet.groovy runs only as a plan that another person approved')
        e.message.contains('--ask-approval')
        runner.store().queries().page(new dev.steward.runner.store.RunFilter([], Optional.empty(), Optional.empty()), Optional.empty(), 10).empty

        where:
        playbook       | how                     | kind
        'greet.groovy' | [:]                     | Cause.Kind.PERSON
        'greet.groovy' | [limit: 'web-1']        | Cause.Kind.API
        'greet.groovy' | [tags: ['x']]           | Cause.Kind.WEBHOOK
        'greet.groovy' | [vars: [times: 3]]      | Cause.Kind.PERSON
        'other.groovy' | [:]                     | Cause.Kind.PERSON
    }

    def 'a retry of an approved run waits for a word of its own; check mode and other playbooks wait for none'() {
        given:
        long run = applied(approved())

        when:
        runner.runs().again(run, new Runs.Again(false, Runs.Text.SAME, 'anna'))

        then:
        thrown(RunRefused)

        when:
        runner.runs().await(runner.runs().submit(request('greet.groovy', [check: true])))
        runner.runs().await(runner.runs().submit(request('free.groovy')))

        then:
        noExceptionThrown()
    }

    def 'check mode of a playbook that changes something in check mode too waits like a run, and is not made beforehand'() {
        given:
        Files.writeString(dir.resolve('playbooks/greet.groovy'), "playbook('Greet') { play('Greet') { hosts 'all'; tasks { task('One') { shell 'date > $dir/date'; check(false) } } } }\n")

        when:
        runner.runs().submit(request('greet.groovy', [check: true]))

        then:
        thrown(RunRefused)

        when:
        def approval = runner.runs().ask(request(), 'why not', 'anna')

        then:
        approval.checkRun().empty
        !Files.exists(dir.resolve('date'))

        when:
        applied(runner.approvals().approve(approval.id(), BERT, ''))

        then:
        Files.exists(dir.resolve('date'))
    }

    def 'nobody approves it but #who'() {
        given:
        def approval = asked()

        when:
        def refused = refusal { runner.approvals().approve(approval.id(), by, '') }

        then:
        refused.kind() == Kind.FORBIDDEN
        refused.message.contains(words)
        runner.approvals().known(approval.id()).status() == Status.WAITING

        where:
        who                          | by                                      || words
        'another person'             | ANNA                                    || 'another person must approve it'
        'another, whatever the case' | new Person('Anna', Role.ADMIN, true)    || 'another person must approve it'
        'a person, no token'         | new Person('bot', Role.ADMIN, false)    || 'a token is nobody'
        'one of the role'            | new Person('carl', Role.VIEWER, true)   || 'carl is viewer; steward.yml lets operator approve'
    }

    def 'who is limited to other playbooks asks for it, approves it and applies it no more than they run it'() {
        given:
        runner.store().accounts().add('carl', Role.OPERATOR, 'no password')
        runner.store().accounts().playbooks('carl', PlaybookLimit.of('free.groovy'))
        def approval = asked()

        expect:
        refusal { runner.approvals().approve(approval.id(), new Person('carl', Role.OPERATOR, true), '') }.kind() == Kind.FORBIDDEN

        when:
        runner.approvals().approve(approval.id(), BERT, '')

        then:
        refusal { runner.approvals().apply(approval.id(), 'carl') }.message.contains('carl may run free and no other playbook')

        when:
        runner.runs().ask(request(), 'why not', 'carl')

        then:
        thrown(RunRefused)
    }

    def 'it runs out, waiting or approved'() {
        given:
        def waiting = asked()
        def other = approved(limit: 'web-2')

        when:
        later = Duration.ofHours(2).plusSeconds(1)

        then:
        refusal { runner.approvals().approve(waiting.id(), BERT, '') }.message.contains('ran out')
        refusal { runner.approvals().apply(other.id(), 'anna') }.message.contains('ran out')
        refusal { runner.approvals().reject(waiting.id(), BERT, 'late') }.message.contains('ran out')
    }

    def 'it is rejected with a reason, or taken back by who asked; then nothing applies it'() {
        given:
        def approval = asked()

        expect:
        refusal { runner.approvals().reject(approval.id(), BERT, ' ') }.kind() == Kind.WRONG

        when:
        runner.approvals().reject(approval.id(), by, 'not today')

        then:
        refusal { runner.approvals().approve(approval.id(), BERT, '') }.message.contains("was rejected by ${by.name()}: not today")
        refusal { runner.approvals().apply(approval.id(), 'anna') }.message.contains('was rejected')

        where:
        by << [BERT, ANNA]
    }

    def 'of many who apply it at once one wins'() {
        given:
        def approval = approved()
        def go = new CountDownLatch(1)
        def threads = Executors.newFixedThreadPool(8)
        def tries = (1..8).collect { n -> threads.submit({
            go.await()
            try { applied(approval, "p$n") } catch (ApprovalRefused e) { e.kind() }
        } as java.util.concurrent.Callable) }

        when:
        go.countDown()
        def came = tries*.get()

        then:
        came.count { it instanceof Long } == 1
        came.count { it == Kind.CONFLICT } == 7
        runner.store().queries().page(new dev.steward.runner.store.RunFilter([], Optional.empty(), Optional.empty()), Optional.empty(), 50).count { !it.options().check } == 1

        cleanup:
        threads.shutdownNow()
    }

    def 'it survives a restart; one in hand when Steward ended is approved again, and nothing of it began'() {
        given:
        def approval = approved()
        assert runner.store().approvals().applying(approval.id(), new Approval.Word('anna', Instant.now(), ''))

        when:
        open()

        then:
        with(runner.approvals().known(approval.id())) {
            status() == Status.APPROVED
            refusal().get().contains('ended before it began')
        }

        when:
        applied(approval)

        then:
        Files.exists(dir.resolve('one'))
    }

    def 'people are told of one that waits, and asking again is the same one'() {
        when:
        def approval = asked()
        def same = runner.runs().ask(request(), 'the words are old', 'anna')

        then:
        same.id() == approval.id()
        runner.approvals().waiting() == 1

        and:
        List<Notice> told = []
        new ApprovalNotices({ told << it }, Optional.of('https://steward.example/')).tell(approval, Instant.now())
        with(told[0]) {
            kind() == Notice.Kind.ASKED
            title() == "Approval ${approval.id()} waits: anna wants to run Greet"
            link().get() == "https://steward.example/approvals/${approval.id()}"
            text().contains("steward approvals approve ${approval.id()}")
        }
    }
}

package dev.steward.runner.engine

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.dsl.plan.Parameter
import dev.steward.dsl.plan.Question
import dev.steward.dsl.plan.Retry
import dev.steward.dsl.plan.Retry.Backoff
import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.module.Outcome
import java.time.Duration
import spock.lang.Specification

class EngineTaskSpec extends Specification {

    static final ONE = KitHosts.of('h1')
    static final TWO = KitHosts.of('h1', 'h2')
    static final TAKES = { host, args -> Optional.of('reboots after this run') } as SelfReboot

    def 'a task that #does counts as #recap, with failures ignored as #ignored'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a', does } }, hosts: ONE)
        KitRun lenient = KitRun.of(plan { play('all') { task 'a', does, ignoreErrors: true, ignoreUnreachable: true } }, hosts: ONE)

        then:
        run.recap == ["h1 $recap"]
        lenient.recap == ["h1 $ignored"]
        run.exit == exit
        lenient.exit == 0

        where:
        does          | recap             | ignored            | exit
        'ok'          | 'ok=1'            | 'ok=1'             | 0
        'changed'     | 'ok=1 changed=1'  | 'ok=1 changed=1'   | 0
        'skipped'     | 'skipped=1'       | 'skipped=1'        | 0
        'failed'      | 'failed=1'        | 'ok=1 ignored=1'   | 2
        'unreachable' | 'unreachable=1'   | 'ok=1 ignored=1'   | 4
        'breaks'      | 'failed=1'        | 'ok=1 ignored=1'   | 2
    }

    def 'a condition that does not hold skips the task and is its reason, word for word'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') { task 'a', when: ['upgrade.changed && autoReboot', { false }], register: 'r'
                task 'b', when: { r.skipped && !r.changed } }
        }, hosts: ONE)

        then:
        run.finished('0.0', 'h1').message() == 'when { upgrade.changed && autoReboot }'
        run.recap == ['h1 ok=1 skipped=1']
        run.started == ['b@h1']
    }

    def 'a condition that cannot be answered fails its host, with the place'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a', when: ['x.y', { throw new IllegalArgumentException('no x') }] } }, hosts: ONE)

        then:
        run.finished('0.0', 'h1').message() == "kit.groovy:1:1: '{ x.y }' could not be worked out on this host: no x"
        run.exit == 2
    }

    def 'results are registered, failed ones too, each host its own'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') {
                task('a', register: 'r', ignoreErrors: true) { host.name == 'h1' ? 'failed' : 'changed' }
                task('b', when: { r.failed }) { 'ok' }
                task('c', when: { r.changed && r.n == 1 && r.attempts == 1 && r.duration != null }) { 'ok' }
            }
        }, hosts: TWO)

        then:
        run.started.toSorted() == ['a@h1', 'a@h2', 'b@h1', 'c@h2']
    }

    def 'changedWhen #changed and failedWhen #failed make of #does: #status'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') { task 'a', does, register: 'me', changedWhen: changed == null ? null : { changed },
                    failedWhen: failed == null ? null : ['me.rc == 0', { me != null && failed }] }
        }, hosts: ONE)

        then:
        run.finished('0.0', 'h1').status() == status

        where:
        does      | changed | failed || status
        'ok'      | true    | null   || Status.CHANGED
        'changed' | false   | null   || Status.OK
        'changed' | null    | true   || Status.FAILED
        'rc1'     | null    | false  || Status.CHANGED
        'rc1'     | false   | false  || Status.OK
        'failed'  | null    | false  || Status.OK
        'failed'  | true    | null   || Status.FAILED
        'skipped' | true    | true   || Status.SKIPPED
    }

    @Row('G-47')
    def 'retries #n gives at most #tries tries, and says the true count'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a', 'failed', retry: new Retry(n, Duration.ofSeconds(5), Backoff.CONSTANT) } }, hosts: ONE)

        then:
        run.acts.calls.size() == tries
        run.finished('0.0', 'h1').attempts() == tries
        run.of(RunEvent.RetryScheduled)*.left() == (n == 0 ? [] : (n..1))
        run.finished('0.0', 'h1').took() == Duration.ofSeconds(5 * n)

        where:
        n | tries
        0 | 1
        1 | 2
        3 | 4
    }

    @Row('G-48')
    def 'waits grow #backoff: #waits'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a', 'failed', retry: new Retry(4, Duration.ofSeconds(3), backoff) } }, hosts: ONE)

        then:
        run.of(RunEvent.RetryScheduled)*.delay()*.toSeconds() == waits
        run.finished('0.0', 'h1').took().toSeconds() == waits.sum()

        where:
        backoff             | waits
        Backoff.CONSTANT    | [3, 3, 3, 3]
        Backoff.LINEAR      | [3, 6, 9, 12]
        Backoff.EXPONENTIAL | [3, 6, 12, 24]
    }

    def 'a try that succeeds ends the retries, one that loses its host or its time too'() {
        when:
        KitRun run = new KitRun(hosts: ONE)
        run.acts.words['slow'] = { target, args -> target.time().sleep(target.remaining().get()); Outcome.failed('too late') }
        run.run(plan { play('all') { task 'a', does, retry: new Retry(5, Duration.ofSeconds(1), Backoff.CONSTANT), timeout: Duration.ofSeconds(60) } })

        then:
        run.finished('0.0', 'h1').attempts() == attempts
        run.finished('0.0', 'h1').status() == status

        where:
        does                      | attempts | status
        ['failed', 'ok']          | 2        | Status.OK
        ['failed', 'unreachable'] | 2        | Status.UNREACHABLE
        ['slow']                  | 1        | Status.FAILED
    }

    def 'a loop counts once: #items items become #status'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') { task('a', loop: { items }, register: 'all', ignoreErrors: true, when: { item != 'no' }) { item }
                task 'b', when: { all.results?.size() == items.size() && all.results[0].item == items[0] } }
        }, hosts: ONE)

        then:
        run.finished('0.0', 'h1').status() == status
        run.finished('0.0', 'h1').message() == message
        run.finished('0.1', 'h1').status() == (items ? Status.OK : Status.SKIPPED)
        run.of(RunEvent.ItemFinished).size() == items.size()
        run.started.count { it == 'a@h1' } == (items - 'no' ? 1 : 0)

        where:
        items                     | status         | message
        ['ok', 'changed']         | Status.CHANGED | '2 items, 1 changed'
        ['ok', 'no']              | Status.OK      | '2 items, 0 changed'
        ['failed', 'changed']     | Status.FAILED  | '1 of 2 items failed: did not work'
        ['no', 'no']              | Status.SKIPPED | 'when { … }'
        []                        | Status.SKIPPED | 'the loop has no items'
    }

    def 'what setFact sets and what registers stand above a play\'s vars, and a given parameter above all'() {
        given:
        def params = [new Parameter('p', 'String', 'default', Question.NONE, false), new Parameter('e', 'String', 'given', Question.NONE, true)]
        KitRun run = new KitRun(hosts: KitHosts.yaml('all: {hosts: {h1: {v: inventory, x: inventory}}}'))

        when:
        run.run(plan(params) {
            play('all', vars: [p: 'play', e: 'play', v: 'play', d: { "deferred $p" as String }]) {
                task 'a', args: [seen: { [p, e, v, x, d, host.vars.v] }]
                task 'b', args: [does: 'fact', facts: [p: 'fact', e: 'fact', v: 'fact']]
                task 'c', args: [seen: { [p, e, v, x, d, host.vars.v, vars.d] }]
            }
        })

        then:
        run.acts.arguments*.seen == [
                ['play', 'given', 'play', 'inventory', 'deferred play', 'inventory'], null,
                ['fact', 'given', 'fact', 'inventory', 'deferred fact', 'fact', 'deferred fact']]
    }

    def 'runOnce acts on the first host of each batch, and all share its result and its failure'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', serial: [2]) {
                task('a', does, runOnce: true, register: 'r')
                task('b', when: { r.changed })
            }
        }, hosts: KitHosts.of('h1', 'h2', 'h3', 'h4'))

        then:
        run.recap == recap

        where:
        does      | recap
        'changed' | ['h1 ok=2 changed=1', 'h2 ok=1', 'h3 ok=2 changed=1', 'h4 ok=1']
        'failed'  | ['h1 failed=1', 'h2 notReached=1', 'h3 notReached=1', 'h4 notReached=1']
    }

    def 'delegateTo acts on the other host, for the first one; the delegate lost loses the first one'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.yaml('''
            all: {hosts: {h1: {ansible_become: true}, h2: , db: {ansible_become_user: postgres, ansible_become: true}}}'''))
        List<String> seen = []
        run.acts.words['see'] = { target, args ->
            target.connection()
            seen << "${target.host().name()} as ${target.as().user().orElse('login')}"
            Outcome.ok('')
        }

        when:
        run.run(plan { play('h1:h2') {
            task 'a', 'see', delegateTo: 'db', throttle: 1
            task('b', delegateTo: 'db', when: { host.name == 'h1' }) { 'unreachable' }
            task 'c', 'see'
        } })

        then:
        seen.toSorted() == ['h1 as postgres', 'h2 as login', 'h2 as postgres']
        run.connected.toSorted() == ['db', 'db', 'h2']
        run.of(RunEvent.TaskStarted)*.delegate()*.orElse('-') == ['db', 'db', 'db', '-']
        run.recap == ['h1 ok=1 unreachable=1', 'h2 ok=2 skipped=1']
    }

    def 'a task without a limit of its own throttles nothing, with throttle 1 one host at a time'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.of(*(1..6).collect { "h$it" as String }))
        def now = new java.util.concurrent.atomic.AtomicInteger()
        def most = new java.util.concurrent.atomic.AtomicInteger()
        def gate = new java.util.concurrent.CyclicBarrier(Math.min(expected, 6))
        run.acts.words['work'] = { target, args ->
            most.accumulateAndGet(now.incrementAndGet(), Math::max)
            gate.await(5, java.util.concurrent.TimeUnit.SECONDS)
            now.decrementAndGet()
            Outcome.ok('')
        }

        when:
        run.run(plan { play('all', forks: forks, free: free) { task 'a', 'work', throttle: throttle } })

        then:
        most.get() == expected
        run.exit == 0

        where:
        forks | throttle | free  || expected
        null  | null     | false || 6
        3     | null     | false || 3
        null  | 2        | false || 2
        null  | 1        | true  || 1
    }

    def 'hosts added by a task are there for later plays'() {
        when:
        KitRun run = KitRun.of(plan {
            play('h1') { task 'a', args: [does: 'add', host: 'new', groups: ['fresh'], vars: [port: 7]] }
            play('fresh') { task 'b', args: [does: { "port ${host.vars.port}" }] }
        }, hosts: ONE)

        then:
        run.recap == ['h1 ok=1 changed=1', 'new ok=1']
        run.acts.calls == ['h1:add', 'new:port 7']
    }

    def 'facts are gathered when something asks, once for a host and run; a host that cannot answer is unreachable'() {
        given:
        List<String> gathered = Collections.synchronizedList([])
        KitRun run = new KitRun(hosts: TWO, facts: { target ->
            gathered << target.host().name()
            if (target.host().name() == 'h2') {
                throw new dev.steward.runner.connection.ConnectionException(
                        dev.steward.runner.connection.ConnectionException.Kind.TIMEOUT, 'h2 is silent', null)
            }
            [os: 'Debian']
        } as FactsProvider)

        when:
        run.run(plan { play('all') {
            task 'a'
            task 'b', when: { host.facts.os == 'Debian' }
            task 'c', when: { host.facts.os == 'Debian' }
        } })

        then:
        gathered.toSorted() == ['h1', 'h2']
        run.recap == ['h1 ok=3', 'h2 ok=1 unreachable=1']
        run.finished('0.1', 'h2').message() == 'h2 is silent'
    }

    def 'check mode: #module is #status, unless the task says check(false)'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a', 'changed', module: module; task 'b', 'changed', module: module, check: false } },
                hosts: ONE, options: check())

        then:
        run.finished('0.0', 'h1').status() == status
        run.finished('0.1', 'h1').status() == Status.CHANGED
        run.of(RunEvent.RunStarted)[0].check()
        run.of(RunEvent.TaskStarted)*.changing() == changing

        where:
        module  | status         | changing
        'act'   | Status.CHANGED | [false, true]
        'look'  | Status.CHANGED | [false, false]
        'blind' | Status.SKIPPED | [true]
    }

    def 'diffs are kept where asked for, and noLog hides everything of a task but its end'() {
        given:
        KitRun run = new KitRun(hosts: ONE, options: new RunOptions(Optional.empty(), [], [], false, true, Optional.empty(), Optional.empty(), false, Optional.empty()))
        run.acts.words['says'] = { target, args ->
            target.log('seen')
            target.shown().accept(dev.steward.runner.connection.Output.Stream.STDOUT, 'shown'.bytes, 5)
            Outcome.failed('told')
        }

        when:
        run.run(plan { play('all') {
            task 'a', 'diff'
            task 'b', 'diff', diff: false
            task 'c', 'diff', noLog: true
            task 'd', 'says', noLog: true, ignoreErrors: true, register: 'r', retry: new Retry(1, Duration.ZERO, Backoff.CONSTANT)
            task('e') { r.message }
        } })

        then:
        run.of(RunEvent.TaskFinished)*.diffs()*.size() == [1, 0, 0, 0, 0]
        run.of(RunEvent.Output) == []
        run.of(RunEvent.TaskFinished)*.message() == ['wrote', 'wrote', 'hidden by noLog', 'hidden by noLog', 'told']
        run.of(RunEvent.RetryScheduled)*.reason() == ['hidden by noLog']
    }

    def 'the reboot of Steward\'s own machine is handed over, never done: #message'() {
        given:
        KitRun run = new KitRun(hosts: KitHosts.of('self', 'h1'), self: ['self'], selfReboot: handover)

        when:
        run.run(plan { play('all') { task 'reboot', 'changed', module: 'reboot' } })

        then:
        run.acts.calls == ['h1:changed']
        run.finished('0.0', 'self').message() == message
        run.exit == exit

        where:
        handover        | message                  | exit
        TAKES           | 'reboots after this run' | 0
        SelfReboot.NONE | 'Steward itself runs on self: a reboot would end this run, and nobody takes it over; reboot it by hand' | 2
    }

    def 'a changing task is on record before its host is touched'() {
        given:
        KitRun run = new KitRun(hosts: ONE)
        run.acts.words['touch'] = { target, args -> Outcome.changed(run.events*.class*.simpleName.join(' ')) }

        when:
        run.run(plan { play('all') { task 'a', 'touch' } })

        then:
        run.finished('0.0', 'h1').message() == 'RunStarted PlayStarted TaskStarted'
        run.of(RunEvent.TaskStarted)[0].changing()
    }

    private static RunOptions check() {
        new RunOptions(Optional.empty(), [], [], true, false, Optional.empty(), Optional.empty(), false, Optional.empty())
    }
}

package dev.steward.runner.engine

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.dsl.plan.Play.Order
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import spock.lang.Specification

class EngineBatchSpec extends Specification {

    static final H5 = ['h1', 'h2', 'h3', 'h4', 'h5']

    def 'serial #serial goes through five hosts as #sizes'() {
        when:
        KitRun run = KitRun.of(plan { play('all', serial: serial) { task 'a' } }, hosts: KitHosts.of(*H5))

        then:
        run.batches*.size() == sizes
        run.batches.flatten() == H5
        run.exit == 0

        where:
        serial                   | sizes
        []                       | [5]
        [1]                      | [1, 1, 1, 1, 1]
        [2]                      | [2, 2, 1]
        ['30%', '50%', '100%']   | [1, 2, 2]
        [1, '10%']               | [1, 1, 1, 1, 1]
        [1, 3]                   | [1, 3, 1]
        [0]                      | [5]
        [9]                      | [5]
    }

    def 'order #order gives #names, Steward\'s own machine last'() {
        when:
        KitRun run = KitRun.of(plan { play('all', serial: [1], order: order) { task 'a' } },
                hosts: KitHosts.of('b', 'self', 'c', 'a'), self: ['self'])

        then:
        run.batches.flatten() == names

        where:
        order                   | names
        Order.INVENTORY         | ['b', 'c', 'a', 'self']
        Order.REVERSE_INVENTORY | ['a', 'c', 'b', 'self']
        Order.SORTED            | ['a', 'b', 'c', 'self']
        Order.REVERSE_SORTED    | ['c', 'b', 'a', 'self']
    }

    def 'a linear play finishes a task on all hosts before the next, a free one need not'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a'; task 'b' } }, hosts: KitHosts.of(*H5))

        then:
        run.started.take(5).every { it.startsWith('a@') }
        run.started.drop(5).every { it.startsWith('b@') }

        when:
        KitRun free = KitRun.of(plan { play('all', free: true, forks: 1) { task 'a'; task 'b' } }, hosts: KitHosts.of('h1', 'h2'))

        then:
        free.started == ['a@h1', 'b@h1', 'a@h2', 'b@h2']
    }

    def 'a host that fails leaves the play, and later plays, and nobody else does'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') { task('a') { host.name == 'h1' ? 'failed' : 'changed' }; task 'b' }
            play('all') { task 'c' }
        }, hosts: KitHosts.of('h1', 'h2'))

        then:
        run.recap == ['h1 failed=1', 'h2 ok=3 changed=1']
        run.exit == 2
        run.summary.status() == RunStatus.FAILED
        run.summary.message() == 'failed: h1'
    }

    def 'an unreachable host leaves the play: exit 4, also beside failures'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all') { task('a') { [h1: 'unreachable', h2: 'failed', h3: 'ok'][host.name] }; task 'b' }
        }, hosts: KitHosts.of('h1', 'h2', 'h3'))

        then:
        run.recap == ['h1 unreachable=1', 'h2 failed=1', 'h3 ok=2']
        run.exit == 4
    }

    def 'a batch that failed whole ends the play and all later plays, and what was not reached is said'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', serial: [1]) { task('a') { host.name == 'h2' ? 'failed' : 'ok' }; task 'b' }
            play('all') { task 'c' }
        }, hosts: KitHosts.of('h1', 'h2', 'h3'))

        then:
        run.batches == [['h1'], ['h2']]
        run.recap == ['h1 ok=2 aborted=1', 'h2 failed=1', 'h3 notReached=1']
        run.of(RunEvent.HostLeft).collect { [it.host(), it.reached(), it.steps()] } == [['h1', true, 1], ['h3', false, 3]]
        run.summary.message().contains("all hosts of batch 2 of 'all' failed")
    }

    def 'of #hosts hosts #bad fail and at most #most % may: goes on #on'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', maxFailPercentage: most, countUnreachable: count) {
                task('a') { (host.name[1..-1] as int) <= bad ? how : 'ok' }
                task 'b'
            }
        }, hosts: KitHosts.of(*(1..hosts).collect { "h$it" as String }))

        then:
        run.started.any { it.startsWith('b@') } == on

        where:
        hosts | bad | most | how           | count | on
        4     | 1   | 25   | 'failed'      | true  | true
        4     | 1   | 24   | 'failed'      | true  | false
        4     | 2   | 50   | 'failed'      | true  | true
        4     | 1   | 0    | 'failed'      | true  | false
        2     | 1   | 10   | 'unreachable' | true  | false
        2     | 1   | 10   | 'unreachable' | false | true
    }

    def 'any error is fatal: the task ends on all hosts of the batch, then the run'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', serial: [2], anyErrorsFatal: true) { task('a') { host.name == 'h1' ? how : 'changed' }; task 'b' }
            play('all') { task 'c' }
        }, hosts: KitHosts.of('h1', 'h2', 'h3'))

        then:
        run.started == ['a@h1', 'a@h2'] || run.started == ['a@h2', 'a@h1']
        run.recap == ["h1 $how=1", 'h2 ok=1 changed=1 aborted=1', 'h3 notReached=1']
        run.exit == exit

        where:
        how           | exit
        'failed'      | 2
        'unreachable' | 4
    }

    def 'any error is fatal, but a rescue takes the whole batch back'() {
        when:
        KitRun run = KitRun.of(plan {
            play('all', anyErrorsFatal: true) {
                block({ task('a') { host.name == 'h1' ? 'failed' : 'ok' }; task 'b' }, { task 'rescue' })
                task 'after'
            }
        }, hosts: KitHosts.of('h1', 'h2'))

        then:
        run.recap == ['h1 ok=2 rescued=1', 'h2 ok=3']
        run.exit == 0
        !run.started.any { it.startsWith('b@') }
    }

    def 'a run where no play matched any host is a no-op, not a success to be proud of'() {
        when:
        KitRun run = KitRun.of(plan { play('nobody') { task 'a' } }, hosts: KitHosts.of('h1'))

        then:
        run.exit == 0
        run.summary.message().startsWith('no-op')
        run.of(RunEvent.PlaySkipped)*.reason() == ["no hosts matched 'nobody'"]
    }

    def 'a name in a play that matches nothing is a warning with what was probably meant, and the rest runs'() {
        when:
        KitRun run = KitRun.of(plan { play('web-1:wbe-2') { task 'a' } }, hosts: KitHosts.of('web-1', 'web-2'))

        then:
        run.exit == 0
        run.recap == ['web-1 ok=1']
        run.of(RunEvent.Warned).size() == 1
        run.of(RunEvent.Warned)[0].text().contains("no host or group matches 'wbe-2', it is ignored")
        run.of(RunEvent.Warned)[0].text().contains("did you mean 'web-2'?")
    }

    def 'a limit narrows every play, and one that leaves nobody runs nothing'() {
        when:
        KitRun run = KitRun.of(plan { play('all') { task 'a' } }, hosts: KitHosts.of('h1', 'h2'), options: limit('h2'))
        KitRun none = KitRun.of(plan { play('all') { task 'a' } }, hosts: KitHosts.of('h1', 'h2'), options: limit('h9'))

        then:
        run.recap == ['h2 ok=1']
        none.exit == 1
        none.started == []
        none.summary.message().contains("'h9'")
    }

    private static RunOptions limit(String pattern) {
        def n = RunOptions.NONE
        new RunOptions(Optional.of(pattern), [], [], false, false, n.forks(), n.user(), false, n.becomePassword())
    }
}

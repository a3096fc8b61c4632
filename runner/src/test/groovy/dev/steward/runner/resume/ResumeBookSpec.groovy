package dev.steward.runner.resume

import dev.steward.dsl.plan.Plan
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.engine.KitRun
import dev.steward.runner.engine.PlanKit
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.module.Outcome

/** The rules of a resumed run, by the real engine. What the module 'reboot' does would do harm if it were done twice. */
class ResumeBookSpec extends ResumeKit {

    private static Plan mixed() {
        PlanKit.plan {
            play('all', serial: [1]) {
                task('First', 'changed', notifies: ['Restart'])
                task('Once', 'b', module: 'reboot', register: 'b')
                task('Loop', args: [does: { "l-$item".toString() }], module: 'reboot', loop: { ['x', 'y', 'z'] }, register: 'all')
                block({
                    task('Breaks', 'failed')
                    task('Never', 'never')
                }, { task('Rescue', 'r', module: 'reboot') }, { task('Always', 'a', module: 'reboot') })
                task('Uses', module: 'reboot', args: [does: { "u-${b.message}-${all.results.size()}".toString() }])
                task('Once for all', 'o', module: 'reboot', runOnce: true)
                handler('Restart', 'h', module: 'reboot')
            }
        }
    }

    /** What each host does exactly once in a whole run. */
    static final List<String> ONCE = ['b', 'l-x', 'l-y', 'l-z', 'r', 'a', 'u-b-3', 'o', 'h']

    def 'killed at any event and resumed, each step is done once, or a second time only where the run says so'() {
        given:
        Plan plan = mixed()
        int all = killed(plan, 10_000).size()
        assert acts.calls.count('h1:b') == 1
        List<String> wrong = []

        when:
        (1..all - 1).each { at ->
            acts.calls.clear()
            List<RunEvent> before = killed(plan, at)
            KitRun after = resumed(plan, Unfinished.AGAIN, [before])
            List<String> said = after.of(RunEvent.Warned)*.text()
            ['h1', 'h2'].each { host ->
                ONCE.each { word ->
                    int times = acts.calls.count("$host:$word" as String)
                    boolean named = times == 2 && after.of(RunEvent.Warned).any { it.host().get() == host && it.text().contains('second time') }
                    if (times != 1 && !named) { wrong << "$at: $host:$word $times times, said $said" as String }
                }
            }
            if (after.exit != 0) { wrong << "$at: exit ${after.exit} ${after.summary.message()}" as String }
        }

        then:
        all > 40
        wrong == []
    }

    def 'where nobody decided, a step that might do harm is never done twice, and its host goes no further'() {
        given:
        Plan plan = mixed()
        int all = killed(plan, 10_000).size()
        int stopped = 0
        List<String> wrong = []

        when:
        (1..all - 1).each { at ->
            acts.calls.clear()
            List<RunEvent> before = killed(plan, at)
            KitRun after = resumed(plan, Unfinished.STOP, [before])
            ONCE.each { word -> ['h1', 'h2'].each { if (acts.calls.count("$it:$word" as String) > 1) { wrong << "$at $it:$word" as String } } }
            if (after.exit != 0) {
                stopped++
                wrong += after.of(RunEvent.HostLeft).findAll { !it.reason().contains('nobody knows whether it was done') && !it.reason().contains('unsure') && !it.reason().contains('all hosts of batch 1') }
                // asked for, the run after that goes on to the end
                KitRun third = resumed(plan, Unfinished.SKIP, [before, after.events])
                if (third.exit != 0) { wrong << "$at third: ${third.summary.message()}" as String }
            }
        }

        then:
        wrong == []
        stopped > 5
    }

    def 'killed twice at any two events, what the run before the last did is known too'() {
        given:
        Plan plan = mixed()
        List<String> wrong = []

        when:
        (5..45).step(8) { first ->
            (3..40).step(9) { second ->
                acts.calls.clear()
                List<RunEvent> one = killed(plan, first)
                List<RunEvent> two = killed(plan, second, book(plan, Unfinished.SKIP, [one]))
                KitRun after = resumed(plan, Unfinished.SKIP, [one, two])
                ONCE.each { word -> ['h1', 'h2'].each { if (acts.calls.count("$it:$word" as String) > 1) { wrong << "$first $second $it:$word" as String } } }
                if (after.exit != 0) { wrong << "$first $second: ${after.summary.message()}" as String }
            }
        }

        then:
        wrong == []
    }

    def 'what was decided of one host holds there alone, whatever holds for the others'() {
        given: 'both hosts were at work when the run died'
        Plan plan = PlanKit.plan { play('all') { task('Boot', 'b', module: 'reboot'); task('After', 'ok') } }
        List<RunEvent> before = killed(plan, 10_000).findAll { it instanceof RunEvent.RunStarted || it instanceof RunEvent.PlayStarted || it instanceof RunEvent.TaskStarted && it.step() == '0.0' }
        assert before.size() == 4
        acts.calls.clear()

        when:
        KitRun after = resumed(plan, Decided.of(words), [before])

        then:
        acts.calls.toSorted() == calls
        after.of(RunEvent.HostLeft)*.host().toSorted() == left

        where:
        words                                    | calls                              | left
        [h1: 'again', h2: 'skip']                | ['h1:b', 'h1:ok', 'h2:ok']         | []
        [h1: 'skip']                             | ['h1:ok']                          | ['h2']
        ['': 'again', h2: 'stop']                | ['h1:b', 'h1:ok']                  | ['h2']
        ['': 'skip', h1: 'again']                | ['h1:b', 'h1:ok', 'h2:ok']         | []
    }

    def 'what was taken as done for one run stays so for the run after that'() {
        given:
        Plan plan = PlanKit.plan { play('all') { task('Boot', 'b', module: 'reboot'); task('After', 'ok') } }
        List<RunEvent> one = killed(plan, 3, null, 1)
        assert one[-1] instanceof RunEvent.TaskStarted
        acts.calls.clear()

        when:
        List<RunEvent> two = killed(plan, 3, book(plan, Unfinished.SKIP, [one]), 1)
        KitRun three = resumed(plan, Unfinished.STOP, [one, two], 1)

        then:
        two[-1].with { [status(), message(), earlier()] } == [Status.SKIPPED, "'Boot' was under way when run 42 ended; it is taken as done, as was asked", Optional.empty()]
        three.exit == 0
        acts.calls == ['h1:ok']
        three.finished('0.0', 'h1').earlier().get() == 43
    }

    def 'a host that failed begins at the step that failed, which is said, and what it registered before is there'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                task('One', 'changed', register: 'one')
                task('Two', ['failed', 'ok'])
                task('Three', args: [does: { "n=${one.n} ${one.changed}".toString() }])
            }
        }
        KitRun before = KitRun.of(plan, hosts: of(1), acts: acts)
        before.exit == 2
        acts.calls.clear()

        when:
        KitRun after = resumed(plan, Unfinished.STOP, [before.events], 1)

        then:
        acts.calls == ['h1:ok', 'h1:n=1 true']
        after.of(RunEvent.Warned)*.text() == ["'Two' is done again, in run 42 it failed: did not work"]
        after.finished('0.0', 'h1').with { [status(), message(), earlier().get(), data()] } == [Status.CHANGED, 'done in run 42: changed it', 42L, [:]]
        after.finished('0.1', 'h1').earlier().isEmpty()
        after.exit == 0
    }

    def 'of a loop that failed only the items are done again that failed'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                task('Loop', args: [does: { item }], loop: { ['x', 'failed', 'z'] }, register: 'all')
                task('After', args: [does: { all.results*.message.join(',') }])
            }
        }
        KitRun before = KitRun.of(plan, hosts: of(1), acts: acts)
        acts.calls.clear()
        acts.words.failed = { target, args -> Outcome.ok('well now') }

        when:
        KitRun after = resumed(plan, Unfinished.STOP, [before.events], 1)

        then:
        acts.calls == ['h1:failed', 'h1:x,well now,z']
        after.of(RunEvent.Warned)*.text() == ["'Loop' is done again, in run 42 it failed: 1 of 3 items failed: did not work",
                                              "'Loop' for item failed is done again: it failed in run 42"]
    }

    def 'a link that was lost in use leaves a step unsure; a host that never answered begins it without a question'() {
        given:
        Plan plan = PlanKit.plan { play('all') { task('Boot', 'gone', module: 'reboot') } }
        acts.words.gone = { target, args -> throw new ConnectionException(kind, 'h1 is away', null) }
        KitRun before = KitRun.of(plan, hosts: of(1), acts: acts)
        acts.words.gone = { target, args -> Outcome.changed('booted') }
        acts.calls.clear()

        when:
        KitRun after = resumed(plan, Unfinished.STOP, [before.events], 1)

        then:
        before.exit == 4
        acts.calls.size() == done
        after.exit == exit
        after.summary.message().contains('nobody knows') == (exit == 2)

        where:
        kind                                  | done | exit
        ConnectionException.Kind.LOST        | 0    | 2
        ConnectionException.Kind.UNREACHABLE | 1    | 0
    }

    def 'a result that is needed and held a secret is made again where that does no harm, else its host goes no further'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                task('Reads', 'ok', module: module, register: 'it', noLog: true)
                task('Fails', ['failed', 'ok'])
            }
        }
        KitRun before = KitRun.of(plan, hosts: of(1), acts: acts)
        acts.calls.clear()

        when:
        KitRun after = resumed(plan, Unfinished.STOP, [before.events], 1)

        then:
        acts.calls == calls
        after.exit == exit

        where:
        module   | calls             | exit
        'act'    | ['h1:ok', 'h1:ok'] | 0
        'reboot' | []                | 2
    }

    def 'what was always done after a failure is done after the resumed block too, and the run says so'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                block({ task('Work', ['failed', 'ok']) }, null, { task('Tidy', 't', module: 'reboot') })
            }
        }
        KitRun before = KitRun.of(plan, hosts: of(1), acts: acts)

        when:
        KitRun after = resumed(plan, Unfinished.STOP, [before.events], 1)

        then:
        acts.calls.count('h1:t') == 2
        after.of(RunEvent.Warned)*.text()[1] == "'Tidy' is done again, in run 42 it was done after its host had failed"
        after.exit == 0
    }
}

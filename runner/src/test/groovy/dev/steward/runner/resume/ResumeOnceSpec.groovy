package dev.steward.runner.resume

import dev.steward.dsl.plan.Plan
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.engine.KitRun
import dev.steward.runner.engine.PlanKit
import dev.steward.runner.event.RunEvent
import dev.steward.runner.module.Outcome

/** What a resumed run makes of a step that was run once for all. What the module 'reboot' does would do harm if it were done twice. */
class ResumeOnceSpec extends ResumeKit {

    def 'what one host did for all is not done by another where that one takes no part: #what'() {
        given: 'the results of the first task are needed and were not kept; h1 did the second for both'
        Plan plan = PlanKit.plan {
            play('all') {
                task('Token', 't', module: 'reboot', register: 't', noLog: true)
                if (!split) {
                    task('Once', 'o', module: module, runOnce: true)
                    task('Breaks', ['failed', 'well'])
                }
            }
            if (split) {
                play('all') {
                    task('Once', 'o', module: module, runOnce: true)
                    task('Breaks', ['failed', 'well'])
                }
            }
        }
        KitRun before = KitRun.of(plan, hosts: of(2), acts: acts)
        assert acts.calls.toSorted() == ['h1:failed', 'h1:o', 'h1:t', 'h2:failed', 'h2:t']
        acts.calls.clear()
        if (away) {
            acts.words.t = { target, args -> target.host().name() == 'h1' ? Outcome.failed('no token') : Outcome.ok('t') }
        }

        when:
        KitRun after = resumed(plan, Decided.of(words), [before.events])

        then:
        acts.calls.toSorted() == calls
        after.exit == exit
        after.of(RunEvent.Warned)*.text().findAll { it.contains('takes no part') }*.replaceAll(/.* on /, '') == said

        when: 'h1 takes part again'
        acts.words.clear()
        KitRun third = resumed(plan, Unfinished.AGAIN, [before.events, after.events])

        then:
        third.exit == 0
        acts.calls.count('h1:o') == 0

        where:
        what                                    | split | module   | away  | words                    || calls                                      | exit | said
        'it was asked to stop'                  | false | 'reboot' | false | [h1: 'stop', h2: 'again'] || ['h2:t', 'h2:well']                        | 2    | ['h1, which takes no part now; its result holds for all']
        'it stopped in an earlier play'         | true  | 'reboot' | false | [h1: 'stop', h2: 'again'] || ['h2:t', 'h2:well']                        | 2    | ['h1, which takes no part now; its result holds for all']
        'it fails now'                          | false | 'reboot' | true  | ['': 'again']             || ['h1:t', 'h2:t', 'h2:well']                | 2    | ['h1, which takes no part now; its result holds for all']
        'but another may where that is no harm' | false | 'act'    | false | [h1: 'stop', h2: 'again'] || ['h2:o', 'h2:t', 'h2:well']                | 2    | ['h2']
        'all go on'                             | false | 'reboot' | false | ['': 'again']             || ['h1:t', 'h1:well', 'h2:t', 'h2:well']     | 0    | []
        'all stop'                              | false | 'reboot' | false | ['': 'stop']              || []                                         | 2    | []
    }

    static final String UNDER_WAY = ": 'Boot' was under way when run 42 ended, and nobody knows whether it was done. Look on h1, then: steward resume 43 --again h1 (does it), or --skip h1 (takes it as done)"
    static final String LOST = ": 'Boot' was done, but its result in run 42 holds a secret and was not kept; run the playbook anew, or do it once more: steward resume 43 --again h1"
    static final String AWAY = '; resume this run when h1 can take part'

    def 'a run stopped by what one host did or began for all names the way on that helps: #boot, #once, #decided'() {
        given: 'the first task was #boot on h1, the one for all was #once'
        Plan plan = PlanKit.plan {
            play('all') {
                task('Boot', 'b', module: 'reboot', register: 'b', noLog: true)
                task('Once', 'o', module: 'reboot', register: 'o', noLog: true, runOnce: true)
                task('After', 'well')
            }
        }
        List<RunEvent> one = killed(plan, 10_000).findAll {
            switch (it) {
                case RunEvent.TaskStarted: return it.step() == '0.1' || it.step() == '0.0' && (it.host() == 'h1' || boot == 'done')
                case RunEvent.TaskFinished: return it.step() == '0.0' && boot == 'done' || it.step() == '0.1' && once == 'done'
                default: return it instanceof RunEvent.RunStarted || it instanceof RunEvent.PlayStarted
            }
        }
        acts.calls.clear()
        if (fails) {
            acts.words.b = { target, args -> target.host().name() == 'h1' ? Outcome.failed('no') : Outcome.ok('b') }
        }

        when:
        KitRun two = resumed(plan, Decided.of(decided), [one])

        then:
        acts.calls.toSorted() == calls
        two.of(RunEvent.HostLeft).find { it.host() == 'h2' }.reason() ==
                "'Once', run once for all, was done or begun before on h1 and may not be done twice, but h1 takes no part now$then" as String

        where:
        boot        | once        | decided                   | fails || calls            | then
        'under way' | 'under way' | [h1: 'stop', h2: 'again'] | false || ['h2:b']         | UNDER_WAY
        'done'      | 'under way' | [h1: 'stop', h2: 'again'] | false || ['h2:b']         | LOST
        'done'      | 'done'      | [h1: 'skip', h2: 'again'] | false || ['h2:b']         | LOST
        'done'      | 'done'      | ['': 'again']             | true  || ['h1:b', 'h2:b'] | AWAY
        'under way' | 'under way' | ['': 'again']             | true  || ['h1:b', 'h2:b'] | AWAY
    }

    def 'what a host that takes no part did for all is there for the others'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                task('Token', 't', module: 'reboot', register: 't', noLog: true)
                task('Once', 'o', module: 'reboot', register: 'o', runOnce: true)
                task('Breaks', ['failed', 'well'])
                task('Uses', args: [does: { "u-${o.message}-${o.changed}".toString() }])
            }
        }
        acts.words.o = { target, args -> Outcome.changed('made') }
        KitRun one = KitRun.of(plan, hosts: of(2), acts: acts)
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Decided.of(h1: 'stop', h2: 'again'), [one.events])

        then:
        acts.calls == ['h2:t', 'h2:well', 'h2:u-made-true']
        two.of(RunEvent.Warned)*.text().contains("'Once', run once for all, was settled before on h1, which takes no part now; its result holds for all")

        when: 'h1 takes part again, after h2 had gone on without it'
        acts.calls.clear()
        KitRun three = resumed(plan, Unfinished.AGAIN, [one.events, two.events])

        then:
        three.exit == 0
        acts.calls.toSorted() == ['h1:t', 'h1:u-made-true', 'h1:well', 'h2:t']
    }

    private static Plan once() {
        PlanKit.plan {
            play('all') {
                task('Token', 't', module: 'reboot', register: 't', noLog: true)
                task('Once', 'o', module: 'reboot', runOnce: true)
                task('Breaks', 'failed')
            }
        }
    }

    def 'what one host did for all is kept though another had failed at it before'() {
        given: 'h1 failed at it, and h2 did it while h1 took no part'
        Plan plan = once()
        acts.words.o = { target, args -> target.host().name() == 'h1' ? Outcome.failed('no') : Outcome.ok('o') }
        KitRun one = KitRun.of(plan, hosts: of(2), acts: acts)
        KitRun two = resumed(plan, Decided.of(h1: 'stop', h2: 'again'), [one.events])
        assert acts.calls.toSorted() == ['h1:o', 'h1:t', 'h2:failed', 'h2:o', 'h2:t', 'h2:t']
        acts.calls.clear()
        acts.words.failed = { target, args -> Outcome.ok('well') }

        when:
        KitRun three = resumed(plan, Unfinished.AGAIN, [one.events, two.events])

        then:
        acts.calls.toSorted() == ['h1:failed', 'h1:t', 'h2:failed', 'h2:t']
        three.exit == 0
        three.finished('0.1', 'h2').earlier().get() == 43
    }

    def 'who was left out by what was done for all is left out again, and nobody else does it: #what'() {
        given: 'there was no way into h1, and h2 did it'
        Plan plan = once()
        acts.words.o = { target, args ->
            if (target.host().name() == 'h1') {
                throw new ConnectionException(ConnectionException.Kind.ABSENT, 'h1 is not there', null)
            }
            Outcome.ok('o')
        }
        KitRun one = KitRun.of(plan, hosts: of(3), acts: acts)
        assert acts.calls.toSorted() == ['h1:o', 'h1:t', 'h2:failed', 'h2:o', 'h2:t', 'h3:failed', 'h3:t']
        acts.calls.clear()
        acts.words.putAll(o: { target, args -> Outcome.ok('o') }, failed: { target, args -> Outcome.ok('well') })

        when:
        KitRun two = resumed(plan, Decided.of(words), [one.events], 3)

        then:
        acts.calls.toSorted() == calls
        two.finished('0.1', 'h1').earlier().get() == 42
        two.exit == exit

        where:
        what                 | words                     || calls                                                | exit
        'h2 takes part'      | ['': 'again']             || ['h1:t', 'h2:failed', 'h2:t', 'h3:failed', 'h3:t'] | 0
        'h2 takes no part'   | ['': 'again', h2: 'stop'] || ['h1:t', 'h3:failed', 'h3:t']                        | 2
    }

    def 'what was skipped for all keeps another host from it: #kept'() {
        given: 'h1 was under way with it for all, or did not want it'
        Closure wanted = taken ? { true } : { false }
        Plan plan = PlanKit.plan {
            play('all') {
                task('Token', 't', register: 't', noLog: true)
                task('Once', 'o', module: 'reboot', runOnce: true, when: wanted)
                task('Breaks', ['failed', 'failed', 'well'])
            }
        }
        List<RunEvent> one = killed(plan, 10_000)
        if (taken) {
            one = one.take(one.findIndexOf { it instanceof RunEvent.TaskStarted && it.step() == '0.1' } + 1)
        }
        List<RunEvent> two = resumed(plan, Unfinished.SKIP, [one]).events
        acts.calls.clear()
        acts.words.t = { target, args -> target.host().name() == 'h1' ? Outcome.failed('no token') : Outcome.ok('t') }

        when:
        KitRun three = resumed(plan, Unfinished.STOP, [one, two])

        then:
        acts.calls.toSorted()*.replace('well', "well-${three.of(RunEvent.Warned)*.text().find { it.contains('for all') }?.split('; ')?.last()}") == calls

        where:
        kept                              | taken || calls
        'yes, where it was taken as done' | true  || ['h1:t', 'h2:t', 'h2:well-its result holds for all']
        'no, where it was not wanted'     | false || ['h1:t', 'h2:t', 'h2:well-it is done again on h2']
    }
}

package dev.steward.runner.resume

import dev.steward.dsl.plan.Plan
import dev.steward.runner.engine.KitRun
import dev.steward.runner.engine.PlanKit
import dev.steward.runner.event.RunEvent
import dev.steward.runner.module.Outcome

/** What a resumed run makes of handlers that an earlier one did: they follow what changed after that. */
class ResumeHandlerSpec extends ResumeKit {

    def 'a handler for all is done again for what another host changed in the resumed run: #what'() {
        given: 'h1 changed its part, and the handler was done for that; h2 failed'
        Plan plan = PlanKit.plan {
            play('all') {
                task('Configure', 'conf', notifies: ['Reload'])
                flushHandlers()
                task('Breaks', 'br')
                handler('Reload', 'reload', module: 'reboot', runOnce: true)
            }
        }
        acts.words.conf = { target, args -> target.host().name() == 'h1' ? Outcome.changed('c') : Outcome.failed('no') }
        acts.words.br = { target, args -> Outcome.failed('no') }
        KitRun one = KitRun.of(plan, hosts: of(2), acts: acts)
        assert acts.calls.findAll { it.endsWith('reload') } == ['h1:reload']
        acts.calls.clear()
        acts.words.conf = { target, args -> changes ? Outcome.changed('c') : Outcome.ok('') }
        acts.words.remove('br')

        when:
        KitRun two = resumed(plan, Decided.of(decided), [one.events])

        then:
        acts.calls.findAll { it.endsWith('reload') } == reloads
        two.of(RunEvent.Warned)*.text().findAll { it.contains('Reload') } == said
        two.exit == 0

        where:
        what                    | changes | decided          || reloads       | said
        'it changed something'  | true    | ['': 'stop']     || ['h2:reload'] | ["'Reload', run once for all, was done before; it is done again on h2 for what changed there since"]
        'it changed nothing'    | false   | ['': 'stop']     || []            | []
    }

    def 'a handler for all that was not done yet is done once, for what changed then and now'() {
        given: 'both are notified, one in the earlier run'
        Plan plan = PlanKit.plan {
            play('all') {
                task('Configure', 'conf', notifies: ['Reload'])
                task('Breaks', 'br')
                handler('Reload', 'reload', module: 'reboot', runOnce: true)
            }
        }
        acts.words.conf = { target, args -> target.host().name() == 'h1' ? Outcome.changed('c') : Outcome.failed('no') }
        acts.words.br = { target, args -> Outcome.failed('no') }
        KitRun one = KitRun.of(plan, hosts: of(2), acts: acts)
        acts.calls.clear()
        acts.words.conf = { target, args -> Outcome.changed('c') }
        acts.words.remove('br')

        when:
        KitRun two = resumed(plan, Unfinished.STOP, [one.events])

        then:
        acts.calls.findAll { it.endsWith('reload') } == ['h1:reload']
        two.exit == 0
    }

    def 'what changed after a handler was done is followed by it, in whichever run it changed: #what'() {
        given: 'h1 changed its part and the handler was done for that, h2 failed; then h2 changed its part, and it was #second'
        Plan plan = PlanKit.plan {
            play('all') {
                task('Configure', 'conf', notifies: ['Reload'])
                task('Between', 'between')
                flushHandlers()
                task('Breaks', 'br')
                handler('Reload', 'reload', module: 'reboot', runOnce: true)
            }
        }
        acts.words.conf = { target, args -> target.host().name() == 'h1' ? Outcome.changed('c') : Outcome.failed('no') }
        acts.words.br = { target, args -> Outcome.failed('no') }
        KitRun one = KitRun.of(plan, hosts: of(2), acts: acts)
        acts.words.conf = { target, args -> Outcome.changed('c') }
        acts.words.between = { target, args -> second == 'broken off before the handler' ? Outcome.failed('no') : Outcome.ok('') }
        KitRun two = resumed(plan, Unfinished.STOP, [one.events])
        acts.words.clear()
        acts.calls.clear()

        when:
        KitRun three = resumed(plan, Unfinished.STOP, [one.events, two.events])

        then:
        acts.calls.findAll { it.endsWith('reload') } == reloads
        three.of(RunEvent.Warned)*.text().findAll { it.contains('Reload') } == said
        three.exit == 0

        where:
        what           | second                          || reloads       | said
        'not done yet' | 'broken off before the handler' || ['h2:reload'] | ["'Reload', run once for all, was done before; it is done again on h2 for what changed there since"]
        'done by then' | 'broken off after it'           || []            | []
    }

    def 'a handler is done again on its host for what changed there after it was done'() {
        given: 'what was made and not kept is as it was; the handler was done for it, and the next change came in the resumed run'
        Plan plan = PlanKit.plan {
            play('all') {
                task('Token', ['changed', 'ok'], register: 't', noLog: true, notifies: ['Reload'])
                flushHandlers()
                task('Configure', ['failed', 'changed'], notifies: ['Reload'])
                handler('Reload', 'reload', module: 'reboot')
            }
        }
        KitRun one = KitRun.of(plan, hosts: of(1), acts: acts)
        assert acts.calls == ['h1:changed', 'h1:reload', 'h1:failed']
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Unfinished.STOP, [one.events], 1)

        then:
        acts.calls == ['h1:ok', 'h1:changed', 'h1:reload']
        two.exit == 0
    }
}

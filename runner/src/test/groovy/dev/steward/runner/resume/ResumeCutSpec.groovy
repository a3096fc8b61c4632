package dev.steward.runner.resume

import dev.steward.dsl.plan.Plan
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.engine.KitRun
import dev.steward.runner.engine.PlanKit
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.module.Outcome
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.TextMasker
import java.time.Duration

/** What was broken off in an earlier run, by another host, by the end of the run or by a host that went away, is not taken as done. */
class ResumeCutSpec extends ResumeKit {

    private static Outcome absent(target) {
        throw new ConnectionException(ConnectionException.Kind.ABSENT, "${target.host().name()} is not there", null)
    }

    def 'what was always done on a host that another one had stopped is done after the resumed block too'() {
        given: 'h1 failed at what it was to do for both'
        Plan plan = PlanKit.plan {
            play('all') {
                block({
                    task('Migrate', ['failed', 'migrated'], module: 'reboot', runOnce: true)
                    task('Stop', 'stop', module: 'reboot')
                }, null, { task('Start', 'start', module: 'reboot') })
            }
        }
        KitRun one = KitRun.of(plan, hosts: of(2), acts: acts)
        assert acts.calls.toSorted() == ['h1:failed', 'h1:start', 'h2:start']
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Unfinished.STOP, [one.events])

        then:
        acts.calls.toSorted() == ['h1:migrated', 'h1:start', 'h1:stop', 'h2:start', 'h2:stop']
        acts.calls.indexOf('h2:start') > acts.calls.indexOf('h2:stop')
        two.exit == 0
    }

    def 'what the end of a run broke off is not done because its errors do not count: #what'() {
        given: 'the run is cancelled while the second word is at work'
        Plan plan = PlanKit.plan {
            play('all') {
                task(words, 'Long', does)
                task('After', 'after')
            }
        }
        KitRun one = new KitRun(hosts: of(1), acts: acts)
        acts.words.b = { target, args ->
            one.control.cancel('anna', false)
            if (!Thread.interrupted() || !between) {
                throw new InterruptedException()
            }
            Outcome.changed('b')
        }
        one.run(plan)
        acts.words.clear()
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Decided.of(h1: decided), [one.events], 1)

        then:
        !one.of(RunEvent.TaskFinished)[0].ignored()
        acts.calls == calls
        two.exit == exit

        where:
        what                          | does       | words                                                                                 | between | decided || calls                              | exit
        'a task, and it stops'        | 'b'        | [module: 'reboot', ignoreErrors: true]                                                | false   | 'stop'  || []                                 | 2
        'a task, and it is asked for' | 'b'        | [module: 'reboot', ignoreErrors: true]                                                | false   | 'again' || ['h1:b', 'h1:after']               | 0
        'the items that follow'       | null       | [module: 'reboot', ignoreErrors: true, loop: { ['a', 'b', 'c'] }, args: [does: { item }]] | true    | 'stop'  || ['h1:c', 'h1:after']               | 0
    }

    private static Plan items(boolean once) {
        PlanKit.plan {
            play('all') {
                task('Each', module: 'reboot', runOnce: once, loop: { ['a', 'b', 'c'] }, args: [does: { item }])
                task('After', 'after')
            }
        }
    }

    def 'a loop whose host goes away midway is not done'() {
        given: 'the third item failed'
        acts.words.c = { target, args -> Outcome.failed('no') }
        KitRun one = KitRun.of(items(false), hosts: of(1), acts: acts)

        when: 'the host is not there'
        acts.calls.clear()
        acts.words.c = { target, args -> absent(target) }
        KitRun two = resumed(items(false), Unfinished.STOP, [one.events], 1)

        then:
        acts.calls == ['h1:c']
        with(two.finished('0.0', 'h1')) {
            status().toString() == 'SKIPPED'
            message() == 'left out: h1 is not there'
        }

        when: 'it is again, and another run goes on'
        acts.calls.clear()
        acts.words.clear()
        KitRun three = resumed(items(false), Unfinished.STOP, [one.events, two.events], 1)

        then:
        acts.calls == ['h1:c', 'h1:after']
        three.exit == 0
    }

    def 'a loop for all of which one host did a part is not begun again on another where that one goes away'() {
        given:
        acts.words.c = { target, args -> Outcome.failed('no') }
        KitRun one = KitRun.of(items(true), hosts: of(2), acts: acts)
        assert acts.calls == ['h1:a', 'h1:b', 'h1:c']

        when:
        acts.calls.clear()
        acts.words.c = { target, args -> absent(target) }
        KitRun two = resumed(items(true), Unfinished.STOP, [one.events])

        then:
        acts.calls == ['h1:c']
        two.exit == 2
        two.summary.message().contains('may not be done twice, but h1 takes no part now; resume this run when h1 can take part')

        when:
        acts.calls.clear()
        acts.words.clear()
        KitRun three = resumed(items(true), Unfinished.STOP, [one.events, two.events])

        then:
        acts.calls.toSorted() == ['h1:after', 'h1:c', 'h2:after']
        three.exit == 0
    }

    def 'what was done in part for all is begun on another host with a word, where the first goes away'() {
        given:
        acts.words.b = { target, args -> target.host().name() == 'h1' ? absent(target) : Outcome.changed('b') }
        acts.words.a = { target, args -> Outcome.changed('a') }

        when:
        KitRun one = KitRun.of(items(true), hosts: of(2), acts: acts)

        then:
        acts.calls == ['h1:a', 'h1:b', 'h2:a', 'h2:b', 'h2:c', 'h2:after']
        one.of(RunEvent.Warned)*.text() == ["'Each', run once for all, was done in part on h1, which is left out; it is done again on h2"]
    }

    def 'a step under way for all that is asked for again is not done by another where its host went away'() {
        given:
        Plan plan = PlanKit.plan { play('all') { task('Once', 'o', module: 'reboot', runOnce: true); task('After', 'after') } }
        List<RunEvent> one = killed(plan, 10_000)
        one = one.take(one.findIndexOf { it instanceof RunEvent.TaskStarted } + 1)
        acts.words.o = { target, args -> absent(target) }
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Unfinished.AGAIN, [one])

        then:
        acts.calls == ['h1:o']
        two.exit == 2

        when: 'it is there again'
        acts.words.clear()
        acts.calls.clear()
        KitRun three = resumed(plan, Unfinished.AGAIN, [one, two.events])

        then:
        acts.calls.toSorted() == ['h1:after', 'h1:o', 'h2:after']
        three.exit == 0
    }

    def 'an item is known by what the log told of it: #what'() {
        given: 'a secret that is masked, or signs that no terminal shall get'
        Plan plan = PlanKit.plan { play('all') { task('Each', module: 'reboot', loop: { [text, 'b'] }, args: [does: { item == 'b' ? 'b' : 'a' }]) } }
        acts.words.b = { target, args -> Outcome.failed('no') }
        TextMasker masker = new TextMasker()
        masker.learn(new Secret('hunter2-of-the-house'))
        KitRun one = KitRun.of(plan, hosts: of(1), acts: acts, masker: masker)
        acts.calls.clear()
        acts.words.clear()

        when:
        KitRun two = KitRun.of(plan, hosts: of(1), acts: acts, masker: masker, part: part(book(plan, Unfinished.STOP, [one.events])))

        then:
        acts.calls == ['h1:b']
        two.exit == 0

        where:
        what                 | text
        'a secret in it'     | 'the hunter2-of-the-house'
        'a carriage return'  | 'one\rtwo'
        'a title sequence'   | '\u001b]0;title\u0007x'
        'plain'              | 'plain'
    }

    def 'what was always done in a block that a rescue took over is not done again'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                block({ block({ task('Fails', 'failed') }, null, { task('Always', 'always', module: 'reboot') }) }, { task('Rescue', 'rescue') })
                task('Breaks', ['failed', 'well'])
            }
        }
        KitRun one = KitRun.of(plan, hosts: of(1), acts: acts)
        assert acts.calls == ['h1:failed', 'h1:always', 'h1:rescue', 'h1:failed']
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Unfinished.STOP, [one.events], 1)

        then:
        acts.calls == ['h1:well']
        two.exit == 0
    }

    def 'a loop that was broken off is not done though an item had failed before, nor where nobody may read of it: #what'() {
        given:
        Plan plan = PlanKit.plan {
            play('all') {
                task(words + [module: 'reboot', loop: { ['a', 'b', 'c'] }, args: [does: { item }]], 'Each', null)
                task('After', 'after')
            }
        }
        KitRun one = new KitRun(hosts: of(1), acts: acts)
        acts.words.a = { target, args -> Outcome.failed('no') }
        acts.words.b = { target, args ->
            one.control.cancel('anna', false)
            throw new InterruptedException()
        }
        one.run(plan)
        acts.words.clear()
        acts.calls.clear()

        when: 'nobody decides'
        KitRun two = resumed(plan, Unfinished.STOP, [one.events], 1)

        then: 'what failed is done again, and it stops before what was at work'
        acts.calls == ['h1:a']
        two.exit == 2

        when:
        acts.calls.clear()
        KitRun three = resumed(plan, Unfinished.AGAIN, [one.events, two.events], 1)

        then:
        acts.calls == ['h1:b', 'h1:c', 'h1:after']
        three.exit == 0

        where:
        what                      | words
        'its errors do not count' | [ignoreErrors: true]
        'they do'                 | [:]
        'noLog'                   | [noLog: true]
        'noLog, and they do not'  | [noLog: true, ignoreErrors: true]
    }

    def 'a hidden loop whose host goes away midway is not done'() {
        given:
        Plan plan = PlanKit.plan { play('all') { task('Each', module: 'reboot', noLog: true, loop: { ['a', 'b', 'c'] }, args: [does: { item }]) } }
        acts.words.b = { target, args -> absent(target) }
        KitRun one = KitRun.of(plan, hosts: of(1), acts: acts)
        acts.words.clear()
        acts.calls.clear()

        when:
        KitRun two = resumed(plan, Unfinished.STOP, [one.events], 1)

        then:
        acts.calls == ['h1:b', 'h1:c']
        two.exit == 0
    }

    def 'a hidden step that was at work is asked for: #what'() {
        given:
        Plan plan = PlanKit.plan { play('all') { task('Long', 'long', module: 'reboot', noLog: true) } }
        KitRun one = new KitRun(hosts: of(1), acts: acts)
        acts.words.long = { target, args ->
            if (kind) {
                throw new ConnectionException(kind, 'gone', null)
            }
            one.control.cancel('anna', false)
            throw new InterruptedException()
        }
        one.run(plan)
        acts.words.clear()
        acts.calls.clear()

        expect:
        resumed(plan, Unfinished.STOP, [one.events], 1).exit == 2
        acts.calls == []
        !one.of(RunEvent.TaskFinished)*.message().any { it.contains('gone') || it.contains('anna') }

        where:
        what               | kind
        'the run ended'    | null
        'the link was lost' | ConnectionException.Kind.LOST
    }

    def 'a step that was under way is not forgotten where its host is away before it can be asked'() {
        given: 'what it gathers of its host shows that it is not there'
        Plan plan = PlanKit.plan { play('all') { task('Long', 'long', module: 'reboot') } }
        List<RunEvent> one = killed(plan, 10_000, null, 1)
        one = one.take(one.findIndexOf { it instanceof RunEvent.TaskStarted } + 1)
        List<RunEvent> two = [one[0], new RunEvent.TaskFinished('0.0', 'h1', Status.SKIPPED, false, false, false, 'left out: h1 is not there', [:], [], 0, Duration.ZERO)]
        acts.calls.clear()

        expect:
        resumed(plan, Unfinished.STOP, [one, two], 1).exit == 2
        acts.calls == []
        resumed(plan, Unfinished.AGAIN, [one, two], 1).exit == 0
        acts.calls == ['h1:long']
    }
}

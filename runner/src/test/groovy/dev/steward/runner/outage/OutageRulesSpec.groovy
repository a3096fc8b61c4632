package dev.steward.runner.outage

import dev.steward.dsl.plan.Phase
import dev.steward.house.Row
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.module.Outcome
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class OutageRulesSpec extends Specification {

    static final Map DARK = [0: 'OB']

    @TempDir Path folder
    OutageKit kit

    void setup() { kit = new OutageKit(folder: folder, ownGoes: true) }

    private static plan(Map words = [:], @DelegatesTo(PowerKit) Closure body) { PowerKit.plan(words, body) }

    @Row(['G-42', 'G-45'])
    def 'a phase waits for those it names, else for the one before it; gates open by the clock of the outage'() {
        when:
        kit.run(DARK, plan {
            phase('A', startWhen: PowerKit.after(2), { play('a') { task('a', 'stop-a') } })
            phase('B', startWhen: PowerKit.after(1), { play('a') { task('b', 'stop-b') } })
            phase('C', after: ['A'], { play('a') { task('c', 'stop-c') } })
            phase('D', after: ['C', 'B'], pointOfNoReturn: true, { play('n') { task('d', module: 'poweroff', 'off') } })
        })

        then: 'B is ready at minute 1 and waits for A, which nobody named; C follows A'
        kit.calls == ['a:stop-a', 'a:stop-b', 'a:stop-c', 'n:off']
        kit.phases == ['A done', 'B done', 'C done', 'D done']
        kit.end.kind() == OutageEnd.Kind.DONE
        kit.of(RunEvent.PhaseWaiting)*.name() == ['A']
    }

    def 'phases that do not name each other do not wait for each other'() {
        when:
        kit.run(DARK, plan {
            phase('First', { play('a') { task('f', 'first') } })
            phase('Late', startWhen: PowerKit.after(9), after: ['First'], { play('a') { task('l', 'late') } })
            phase('Soon', startWhen: PowerKit.after(1), after: ['First'], { play('a') { task('s', 'soon') } })
        })

        then:
        kit.calls == ['a:first', 'a:soon', 'a:late']
    }

    @Row('G-44')
    def 'a gate that does not hold keeps its phase shut, and an emergency opens it'() {
        given:
        kit.feed = new ScriptedFeed(kit.time, DARK).tap { charge = { 50d } }

        when:
        kit.feed.script = [0: 'OB', 3600: 'OB LB']
        kit.run([:], plan {
            phase('Low', startWhen: { it.charge().get() <= 10 }, { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        kit.of(RunEvent.PhaseEntered)*.why() == ['the UPS reports low battery']
        kit.feed.second >= 3600
    }

    @Row(['G-46', 'F-24'])
    def 'onError #onError: what is left out, and machines are switched off in every case'() {
        when:
        kit.run(DARK, plan {
            phase('One', onError: onError, {
                play('a') { task('x', 'failed') }
                play('b') { task('y', 'stop-y') }
            })
            phase('Two', { play('b') { task('z', 'stop-z') } })
            phase('Off', { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        kit.calls == calls
        kit.calls.last() == 'n:off'

        where:
        onError                   || calls
        Phase.OnError.CONTINUE    || ['a:failed', 'b:stop-y', 'b:stop-z', 'n:off']
        Phase.OnError.ABORT_PHASE || ['a:failed', 'b:stop-z', 'n:off']
        Phase.OnError.ABORT_ALL   || ['a:failed', 'n:off']
    }

    @Row('F-24')
    def 'a host that failed in one play is switched off in the next all the same'() {
        when:
        kit.run(DARK, plan {
            phase('Off', {
                play('n') { task('drain', 'unreachable') }
                play('n') { task('off', module: 'poweroff', 'off') }
            })
        })

        then:
        kit.calls == ['n:unreachable', 'n:off']
        kit.phases == ['Off failed']
        kit.of(RunEvent.RunFinished)[0].status().word() == 'failed'
    }

    @Row('G-43')
    def 'when the time of a phase is up its plays are left out, but machines are still switched off'() {
        given:
        kit.acts.words.slow = { target, args ->
            target.time().sleep(Duration.ofMinutes(3))
            Outcome.changed('slow')
        }

        when:
        kit.run(DARK, plan {
            phase('Short', limit: Duration.ofMinutes(2), {
                play('a') { task('slow', 'slow') }
                play('b') { task('never', 'never') }
                play('n') { task('off', module: 'poweroff', 'off') }
            })
        })

        then:
        kit.calls == ['a:slow', 'n:off']
        kit.of(RunEvent.PlaySkipped)*.reason() == ["the phase's time is up"]
    }

    def 'a step has no more time than its phase has left'() {
        given:
        List<Duration> left = []
        kit.acts.words.ask = { target, args -> left << target.remaining().get(); Outcome.ok('asked') }

        when:
        kit.run(DARK, plan {
            phase('Short', limit: Duration.ofMinutes(2), { play('a') { task('ask', 'ask', timeout: Duration.ofMinutes(9)) } })
        })

        then:
        left == [Duration.ofMinutes(2)]
    }

    @Row('F-23')
    def 'in an emergency a phase that may shrink shrinks, and one that may be left out is left out'() {
        given:
        List<Duration> left = []
        kit.acts.words.ask = { target, args -> left << target.remaining().get(); Outcome.ok('asked') }

        when:
        kit.run([0: 'OB LB'], plan {
            phase('Apps', startWhen: PowerKit.after(5), shrink: new Phase.Shrink(2, Duration.ofSeconds(20)), { play('a') { task('ask', 'ask') } })
            phase('Nice', shrink: new Phase.Shrink(1, Duration.ZERO), { play('a') { task('nice', 'nice') } })
            phase('Off', startWhen: PowerKit.after(15), { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        left == [Duration.ofSeconds(20)]
        kit.calls == ['a:ask', 'n:off']
        kit.phases == ['Apps done', 'Nice skipped', 'Off done']
    }

    @Row(['F-19', 'G-69', 'G-71'])
    def 'power back in the middle: steps at work end, no other begins, and what changed is undone in reverse, nothing else'() {
        given: 'host b was down before'
        kit.acts.words.slow = { target, args -> target.time().sleep(Duration.ofMinutes(3)); Outcome.changed('stopped') }

        when:
        kit.run([0: 'OB', 100: 'OL'], plan {
            phase('One', { play('a:b', forks: 1) { task('stop', ['changed']) } }, { play('a:b', forks: 1) { task('start', 'start-one') } })
            phase('Two', {
                play('a') { task('slow', 'slow') }
                play('b') { task('never', 'never') }
            }, { play('a') { task('start', 'start-two') } })
            phase('Three', { play('a') { task('never', 'never') } }, { play('a') { task('never', 'never') } })
        })

        then:
        kit.calls == ['a:changed', 'b:changed', 'a:slow', 'a:start-two', 'a:start-one', 'b:start-one']
        kit.phases == ['One done', 'Two stopped', 'Two recovered', 'One recovered']
        kit.end.kind() == OutageEnd.Kind.UNDONE
    }

    @Row('G-71')
    def 'a host that the outage found as it wanted it is left alone on the way back'() {
        when:
        kit.acts.words.stop = { target, args -> target.host().name() == 'b' ? Outcome.ok('is stopped already') : Outcome.changed('stopped') }
        kit.run([0: 'OB', 10: 'OL'], plan {
            phase('One', { play('a:b', forks: 1) { task('stop', 'stop') } }, { play('a:b', forks: 1) { task('start', 'start') } })
            phase('Two', startWhen: PowerKit.after(5), { play('n') { task('off', 'off') } })
        })

        then:
        kit.calls == ['a:stop', 'b:stop', 'a:start']
        kit.of(RunEvent.HostLeft)*.reason() == ['this outage changed nothing on it']
    }

    @Row('F-20')
    def 'the point of no return is the phase that is named, else the first that cannot be undone'() {
        when:
        kit.run([0: 'OB', 130: 'OL'], plan {
            phase('One', { play('a') { task('stop', 'changed') } }, { play('a') { task('start', 'start') } })
            phase('Two', startWhen: PowerKit.after(2), pointOfNoReturn: named, { play('a') { task('two', 'two') } }, recover)
            phase('Three', startWhen: PowerKit.after(3), { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        kit.of(RunEvent.PowerCommitted)*.name() == committed
        kit.calls == calls

        where:
        named | recover                                            || committed | calls
        true  | { play('a') { task('undo', 'undo') } }             || ['Two']   | ['a:changed', 'a:two', 'n:off']
        false | null                                               || ['Two']   | ['a:changed', 'a:two', 'n:off']
        false | { play('a') { task('undo', 'undo') } }             || []        | ['a:changed', 'a:two', 'a:start']
    }

    @Row('G-70')
    def 'power that comes and goes is not back: the wait starts anew, and no phase begins meanwhile'() {
        when: 'back at 70 s for 40 s, at 120 s for 50 s, at 180 s for good; the gate would open at 120 s'
        kit.run([0: 'OB', 70: 'OL', 110: 'OB', 115: 'OL', 165: 'OB', 170: 'OL'], plan(stableFor: Duration.ofSeconds(60)) {
            phase('One', { play('a') { task('stop', 'changed') } }, { play('a') { task('start', 'start') } })
            phase('Two', startWhen: PowerKit.after(5), { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        kit.calls == ['a:changed', 'a:start']
        kit.feed.second >= 230
    }

    @Row('G-72')
    def 'a step of the way back is tried three times, 5 s apart; where it fails, the rest goes on and a person is asked for'() {
        when:
        kit.run([0: 'OB', 10: 'OL'], plan {
            phase('One', { play('a') { task('stop', 'changed') } }, { play('a') { task('start', tries) } })
            phase('Two', { play('b') { task('stop', 'changed') } }, { play('b') { task('start', 'failed') } })
            phase('Three', startWhen: PowerKit.after(5), { play('n') { task('off', 'off') } })
        })

        then:
        kit.calls.count { it == 'b:failed' } == 3
        kit.calls.findAll { it.startsWith('a:') } == ['a:changed'] + tries.collect { "a:$it".toString() }
        kit.of(RunEvent.RetryScheduled)*.delay().unique() == [Duration.ofSeconds(5)]
        kit.end.kind() == OutageEnd.Kind.NEEDS_PERSON
        kit.end.words().contains("phase 'Two'")

        where:
        tries << [['failed', 'failed', 'ok']]
    }

    @Row('G-73')
    def 'with recovery disabled power that returns stops the plan, and nothing is undone'() {
        when:
        kit.recovers = false
        kit.run([0: 'OB', 10: 'OL'], plan {
            phase('One', { play('a') { task('stop', 'changed') } }, { play('a') { task('start', 'start') } })
            phase('Two', startWhen: PowerKit.after(5), { play('n') { task('off', 'off') } })
        })

        then:
        kit.calls == ['a:changed']
        kit.end.words().contains('recovery is disabled')
    }

    @Row('F-38')
    def 'a person ends it before the point of no return, and not after; or opens every gate'() {
        given:
        List answers = Collections.synchronizedList([])
        // the history learns of events a moment later: a step has begun by then
        kit.onEvent = { event -> if (event instanceof RunEvent.TaskStarted && event.step() == (asked == 'One' ? '0.0' : '1.0')) { answers << act(kit.hand) } }

        when:
        kit.run(DARK, plan {
            phase('One', { play('a') { task('stop', 'changed') } }, { play('a') { task('start', 'start') } })
            phase('Two', startWhen: PowerKit.after(30), pointOfNoReturn: true, {
                play('a') { task('look', 'look') }
                play('n') { task('off', module: 'poweroff', 'off') }
            })
        })

        then:
        answers == [answer]
        kit.calls == calls

        where:
        asked | act                                || answer | calls
        'One' | { Hand hand -> hand.abort('anna') } || true   | ['a:changed', 'a:start']
        'Two' | { Hand hand -> hand.abort('anna') } || false  | ['a:changed', 'a:look', 'n:off']
        'One' | { Hand hand -> hand.force('anna') } || true   | ['a:changed', 'a:look', 'n:off']
    }

    def 'power that fails again on the way back stops it, and all phases are ahead again'() {
        given:
        kit.acts.words.slow = { target, args -> target.time().sleep(Duration.ofMinutes(2)); Outcome.changed('started') }

        when:
        kit.run([0: 'OB', 10: 'OL', 120: 'OB'], plan {
            phase('One', { play('a') { task('stop', 'changed') } }, {
                play('a') { task('start', 'slow') }
                play('a') { task('more', 'more') }
            })
            phase('Off', startWhen: PowerKit.after(5), { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        kit.calls == ['a:changed', 'a:slow', 'a:changed', 'n:off']
    }

    def 'a history that cannot be written delays nothing'() {
        given:
        kit.onEvent = { throw new dev.steward.runner.event.EventLog.EventLogException('the disk is full', null) }

        when:
        kit.run(DARK, plan { phase('Off', { play('n') { task('off', module: 'poweroff', 'off') } }) })

        then:
        kit.calls == ['n:off']
        kit.end.kind() == OutageEnd.Kind.DONE
    }

    def 'check mode changes nothing, and leaves no journal entry of a step'() {
        given:
        kit.how = new OutageOrder.How(true, true, Optional.empty(), Optional.empty())
        kit.cause = new Cause(Cause.Kind.PERSON, 'anna')

        when:
        kit.run([0: 'OL'], plan { phase('Off', startWhen: PowerKit.after(5), { play('n') { task('off', module: 'poweroff', 'off') } }) })

        then:
        kit.end.kind() == OutageEnd.Kind.DONE
        kit.journal.past().intents().isEmpty()
    }
}

package dev.steward.runner.cli.power

import dev.steward.runner.app.EventLine
import dev.steward.runner.app.power.OutageLine
import dev.steward.runner.app.ask.PowerAnswers
import dev.steward.runner.app.power.PowerRefused
import dev.steward.runner.app.power.StagedPower
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.DeskOpener
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.control.Ask
import dev.steward.runner.control.Desk
import dev.steward.runner.control.Reply
import dev.steward.runner.power.PowerState
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward power} at a desk whose power a spec sets. */
class PowerCommandSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T03:10:00Z'))
    StagedPower power = new StagedPower(time)
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    private int run(String... words) {
        out.reset()
        err.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def lines = new EventLine()
        DeskOpener desks = { config ->
            new DeskOpener.OpenDesk() {
                @Override
                void handle(Ask ask, Desk.Replies replies) {
                    try {
                        def answer = new PowerAnswers(power).answer(ask as Ask.OfPower)
                        replies.accept(answer instanceof PowerAnswers.Answer.Begun ? new Reply.Begun(answer.run()) : new Reply.Data(lines.tree(answer.data())))
                        replies.accept(new Reply.Done())
                    } catch (PowerRefused e) {
                        replies.accept(new Reply.Refused(e.problems(), false))
                    }
                }

                @Override
                void close() {}
            }
        }
        def bench = new Bench(screen, desks, [:], folder, 'anna')
        def states = new StateDesks([:], folder, time, 'spec', {})
        new Commands(bench, states, { throw new IllegalStateException() })
                .with('power', { new PowerCommand(bench) }).with('power', 'test', { new PowerTestCommand(bench, states, { throw new IllegalStateException() }) })
                .execute((['power'] + words.toList()) as String[])
    }

    private String said() { out.toString() + err }

    def 'status tells a tired operator the worst first, and scripts by its code: #state'() {
        given:
        make.call(power)

        expect:
        run('status') == code
        lines.every { said().contains(it) }

        where:
        state          | make                                                         || code | lines
        'on mains'     | { it.house() }                                               || 0    | ['ON MAINS   armed   plan UPS shutdown', 'cyberpower     OL CHRG   charge 97 %   lasts 21 min   load 36 %']
        'disarmed'     | { it.house(); it.armed = false }                             || 6    | ['DISARMED: an outage would stop nothing; steward power arm']
        'an outage'    | { it.onBattery() }                                           || 6    | ['OUTAGE, shutting down in order', 'on battery for 7 min 12 s, what is ahead likely takes 9 min   run 42', '2  running     Shut down pve-node2', 'steward power abort --reason']
        'committed'    | { it.onBattery(true) }                                       || 6    | ['past the point of no return', 'carried out to its end']
        'trouble'      | { it.house(); it.troubles = ['The battery is old.'] }        || 0    | ['! The battery is old.']
        'no plan'      | { it.house(); it.name = null }                               || 6    | ['NO VALID PLAN']
        'no UPS'       | { }                                                          || 0    | ["add a section 'power' to steward.yml"]
        'not known'    | { it.house(); it.state = PowerState.UNKNOWN }                || 6    | ['NOT KNOWN']
    }

    def 'the plan shows numbered phases and steps with their hosts, times and the battery'() {
        given:
        power.house()

        expect:
        run('plan') == 0
        ['Phase 2  Shut down pve-node2  can be undone', 'when ups.onBatteryFor >= 5.minutes || ups.charge <= 60; 1 min 50 s as a rule, 8 min at most',
         '2.1  Shut down, at most 3 min each', 'dns-2 (CT 102), metrics-1 (CT 104)', 'POINT OF NO RETURN', 'left out: steward (CT 109): Steward itself runs there',
         'Battery    21 min at the present load: fits, 2 min to spare at the worst', 'Way back   The UPS cuts its outlets'].every { said().contains(it) }
    }

    def 'a plan that does not fit says so: #minutes min of battery'() {
        given:
        power.house()
        power.runtime = minutes ? Duration.ofMinutes(minutes) : null

        expect:
        run('plan') == 0
        said().contains(words)

        where:
        minutes || words
        12      || 'fits as a rule, 4 min to spare, 7 min too short at the worst'
        5       || 'DOES NOT FIT, 3 min too short'
        0       || 'does not say how long it lasts'
    }

    def 'without a valid plan the problems are shown, with a code of their own'() {
        given:
        power.house().name = null

        expect:
        run('plan') == 4
        said().contains('did you mean phase?')
        run('arm', '--reason', 'x', '--yes') == 4
        run('test', 'shutdown', '--dry-run') == 4
        power.asked == []
    }

    def 'a dry run lists each step as skipped, and nothing runs'() {
        given:
        power.house()

        expect:
        run('test', 'shutdown', '--dry-run') == 0
        said().readLines().count { it.contains('SKIPPED') } == 4 + 1 + 6 + 1 + 3 + 1
        said().contains('1.1  SKIPPED  media-vm (VM 201)  Bring the stack down')
        power.asked == []

        and: 'of one step alone'
        run('test', 'shutdown', '--dry-run', '--phase', '2', '--action', '2') == 0
        said().readLines().findAll { it.contains('SKIPPED') }*.strip() == ['2.2  SKIPPED  pve-node2  Power off']
    }

    def 'a phase or action that is not there is refused with the greatest there is: #words'() {
        given:
        power.house()

        expect:
        run(*(['test', 'shutdown', '--yes'] + words)) == 5
        said().contains(text)
        power.asked == []

        where:
        words                              || text
        ['--phase', '4']                   || 'phases 1 to 3'
        ['--phase', '0']                   || 'phases 1 to 3'
        ['--phase', '1', '--action', '3']  || 'phase 1 has actions 1 to 2'
        ['--action', '1']                  || 'say --phase too'
    }

    def 'five seconds are left before a live test switches anything off'() {
        given:
        power.house()
        long before = time.nanos()

        when:
        run('test', 'shutdown', '--yes', '--phase', '1')

        then:
        Duration.ofNanos(time.nanos() - before) == Duration.ofSeconds(5)
        (5..1).every { said().contains("LIVE: machines are switched off in $it s. Ctrl+C ends it.") }
        power.asked.size() == 1
        power.asked[0][1].with { it.now() && !it.check() && it.phase().get() == 1 }
    }

    def 'Ctrl+C within the five seconds leaves everything as it is'() {
        given:
        power.house()
        Thread.currentThread().interrupt()

        expect:
        run('test', 'shutdown', '--yes') == 99
        power.asked == []

        cleanup:
        Thread.interrupted()
    }

    def 'nothing is steered without a reason, or without a person or --yes: #words'() {
        given:
        power.house()

        expect:
        run(*words) == 5
        power.asked == []

        where:
        words << [['arm'], ['disarm', '--yes'], ['disarm', '--reason', 'x'], ['apply', '--now', '--reason', 'x'], ['apply', '--yes'], ['abort', '--reason', 'x'],
                  ['recover', '--reason', 'x'], ['arm', '--reason', ' ', '--yes'], ['test', 'shutdown']]
    }

    def 'with both it is asked for, by whom and why: #words'() {
        given:
        power.house()

        when:
        run(*(words + ['--reason', 'new battery', '--yes']))

        then:
        power.asked[0][0] == asked[0]
        power.asked[0].takeRight(2) == ['anna', 'new battery']

        where:
        words              || asked
        ['arm']            || ['arm']
        ['disarm']         || ['arm']
        ['abort']          || ['abort']
        ['recover']        || ['recover']
        ['apply', '--now'] || ['apply']
    }

    def 'what cannot be done now is said, with the code for it'() {
        given:
        power.house().refusal = 'recovery is disabled'

        expect:
        run('recover', '--reason', 'x', '--yes') == 1
        said().contains('recovery is disabled')
    }

    def 'scenarios are listed, and one that is not there is refused with them'() {
        given:
        power.house()

        expect:
        run('rehearse') == 0
        said().contains('long-outage')
        run('rehearse', 'lnog-outage') == 5
        said().contains('There are long-outage, short-dip')
        run('rehearse', 'no.seq') == 5

        when:
        Files.writeString(folder.resolve('mine.seq'), 'ups.status: OL\nTIMER 5\nups.status: OB\nTIMER 60\n')
        run('rehearse', 'mine.seq')

        then:
        power.asked == [['rehearse', folder.resolve('mine.seq').toString(), 'anna']]
    }

    def 'the history tells what it was, how long, why and how it ended'() {
        given:
        power.house()
        power.history = [new OutageLine(12, 'outage', time.now(), Optional.of(Duration.ofSeconds(542)), 'on battery for 7 min 2 s', 'power came back after 7 min; everything as before')]

        expect:
        run('history') == 0
        said() =~ /#12 +2026-11-21 \d\d:10  outage     9 min 02 s   on battery for 7 min 2 s\n +power came back/
    }
}

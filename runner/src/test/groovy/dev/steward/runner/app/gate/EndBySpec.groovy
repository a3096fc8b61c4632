package dev.steward.runner.app.gate

import static dev.steward.runner.engine.PlanKit.plan

import dev.steward.house.Row
import dev.steward.runner.engine.Control
import dev.steward.runner.engine.KitHosts
import dev.steward.runner.engine.KitRun
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.LocalTime
import java.time.ZoneId
import java.time.ZonedDateTime
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class EndBySpec extends Specification {

    static final ZoneId BERLIN = ZoneId.of('Europe/Berlin')

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-02T02:00:00Z'))
    @AutoCleanup StoreFixture stored

    def setup() { stored = new StoreFixture(dir, time) }

    /** A round before, in which the hosts took so many minutes one after the other. */
    private void round(Map<String, Integer> minutes, Status status = Status.OK, Map given = [:]) {
        def log = stored.begin(options: [check: false, given: given])
        log.append(stored.started())
        log.append(stored.play(minutes.keySet() as List))
        minutes.each { host, took ->
            log.append(stored.taskStarted(host))
            time.advance(Duration.ofMinutes(took))
            log.append(new RunEvent.TaskFinished('0.0', host, status, false, false, false, '', [:], [], 1, Duration.ofMinutes(took)))
        }
        log.append(stored.finished(RunStatus.OK, minutes.keySet() as List))
    }

    private EndBy gate(ZonedDateTime end, Map given = [:]) {
        new EndBy(stored.store.queries(), time, new EndBy.Runs('weekly-updates.groovy', false, given), end)
    }

    @Row('U-17')
    def 'a host whose p95 does not fit before the end is not started, and the run says which and why'() {
        given: 'h2 took 10 min, but 40 min once in twenty rounds; h4 is new'
        round(h1: 20, h2: 40, h3: 30)
        round(h1: 20, h2: 40, h3: 30)
        18.times { round(h1: 20, h2: 10, h3: 30) }
        time.set(Instant.parse('2026-03-08T03:00:00Z'))

        when: 'a run begins at 04:00 that must end by 05:00, one host at a time, each as long as ever'
        KitRun run = new KitRun(hosts: KitHosts.of('h1', 'h2', 'h3', 'h4'), time: time,
                control: new Control(gate(EndBy.next(LocalTime.of(5, 0), BERLIN, time.now()))))
        run.onEvent = { event ->
            if (event instanceof RunEvent.TaskFinished) {
                time.advance(Duration.ofMinutes([h1: 20, h2: 40, h3: 30, h4: 5][event.host()]))
            }
        }
        run.run(plan { play('all', name: 'Update', serial: [1]) { task 'a' } })

        then: 'after 20 min 40 are left, which h2 needs and gets; then time is over for all others'
        run.batches.flatten() == ['h1', 'h2']
        run.recap == ['h1 ok=1', 'h2 ok=1', 'h3 notReached=1', 'h4 notReached=1']
        def left = run.events.findAll { it instanceof RunEvent.HostLeft }
        left*.host() == ['h3', 'h4']
        left*.reached() == [false, false]
        run.summary.message() == 'not started: h3, h4 (the run must end by 05:00 CET, which is over)'
    }

    @Row('U-17')
    def 'runs with other vars count only where there were none with the same: a playbook that mostly looks is not taken for quick'() {
        given: 'one update, and many looks since'
        round([h1: 40], Status.OK, [action: 'apply', atOnce: 5])
        30.times { round([h1: 1], Status.OK, [action: 'check']) }
        def end = time.now().plus(Duration.ofMinutes(20)).atZone(BERLIN)

        expect:
        gate(end, [atOnce: 5L, action: 'apply']).closed('Update', 'h1').present
        gate(end, [action: 'check']).closed('Update', 'h1').empty
        gate(end, [action: 'other']).closed('Update', 'h1').empty
    }

    def '#left minutes before the end a host that took #took in 20 rounds #what'() {
        given:
        took.each { minutes -> round([h1: minutes]) }
        def end = time.now().plus(Duration.ofMinutes(left)).atZone(BERLIN)

        expect:
        gate(end).closed('Update', 'h1').map { it.replaceFirst(/ by .*?: /, ' by …: ') }.orElse('begins') == what
        gate(end).closed('Update', 'new').empty
        gate(end).closed('Another play', 'h1').empty

        where:
        left | took                || what
        10   | [10] * 20           || 'begins'
        9    | [10] * 20           || 'the run must end by …: 9 min 0 s are left, and 95 of 100 times the host was done in 10 min'
        10   | [10] * 19 + [50]    || 'begins'
        10   | [10] * 18 + [50, 50] || 'the run must end by …: 10 min are left, and 95 of 100 times the host was done in 50 min'
    }

    def 'rounds in which the host failed tell nothing about how long it takes'() {
        given:
        round([h1: 50], Status.FAILED)

        expect:
        gate(time.now().plus(Duration.ofMinutes(5)).atZone(BERLIN)).closed('Update', 'h1').empty
        gate(time.now().atZone(BERLIN)).closed('Update', 'h1').present
    }

    def 'the end is the next time the clock shows it: from #now it is #end'() {
        expect:
        EndBy.next(LocalTime.of(2, 30), BERLIN, Instant.parse(now)).toInstant() == Instant.parse(end)

        where:
        now                    || end
        '2026-03-02T01:00:00Z' || '2026-03-02T01:30:00Z'
        '2026-03-02T01:30:00Z' || '2026-03-03T01:30:00Z'
        '2026-03-29T00:10:00Z' || '2026-03-29T01:30:00Z'
    }
}

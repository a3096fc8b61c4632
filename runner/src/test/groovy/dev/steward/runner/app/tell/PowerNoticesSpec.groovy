package dev.steward.runner.app.tell

import dev.steward.house.Row
import dev.steward.runner.app.power.NoPower
import dev.steward.runner.app.power.PowerDesk
import dev.steward.runner.app.power.PowerView
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.notice.Notice
import dev.steward.runner.notice.Notice.Kind
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.power.PowerState
import dev.steward.runner.power.UpsReading
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import spock.lang.Specification
import spock.lang.TempDir

class PowerNoticesSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T02:00:00Z'))
    List<Notice> told = []
    Path file

    private PowerNotices notices(Path log = dir.resolve('power/events.log')) {
        file = log
        new PowerNotices({ told << it }, Optional.of('https://steward.example'), new PowerLines(log, ZoneId.of('Europe/Berlin'), time, { }), time)
    }

    @Row('P-24')
    def 'what a UPS does is told once each, with its severity, and is a dated line: #event'() {
        when:
        notices().accept(event)

        then:
        told*.kind() == (kind ? [kind] : [])
        told*.severity() == (kind ? [severity] : [])
        Files.readString(file) == "2026-03-01T03:00:00+01:00 ${event.kind()} ${event.text()}\n"
        told.every { it.text().startsWith(event.text()) && it.link().get() == 'https://steward.example/power' }

        where:
        event                                                                                              || kind                  | severity
        new PowerEvent.PowerLost('cyberpower', 'cyberpower is on battery')                                 || Kind.POWER_LOST       | Notice.Severity.WARNING
        new PowerEvent.PowerRestored('cyberpower', Duration.ofSeconds(312))                                || Kind.POWER_RESTORED   | Notice.Severity.INFO
        new PowerEvent.LowBattery('cyberpower')                                                            || Kind.LOW_BATTERY      | Notice.Severity.ERROR
        new PowerEvent.ChargeReached('cyberpower', PowerEvent.Level.WARNING, 29.5, 30)                     || Kind.CHARGE_WARNING   | Notice.Severity.WARNING
        new PowerEvent.ChargeReached('cyberpower', PowerEvent.Level.CRITICAL, 19, 20)                      || Kind.CHARGE_WARNING   | Notice.Severity.ERROR
        new PowerEvent.CommLost('cyberpower', Optional.of('OL'), UpsReading.Why.UNREACHABLE, 'no answer')  || Kind.UPS_COMM_LOST    | Notice.Severity.WARNING
        new PowerEvent.CommLost('cyberpower', Optional.of('OB DISCHRG'), UpsReading.Why.UNREACHABLE, 'gone') || Kind.UPS_COMM_LOST  | Notice.Severity.ERROR
        new PowerEvent.CommRestored('cyberpower', Duration.ofSeconds(9))                                   || Kind.UPS_COMM_RESTORED | Notice.Severity.INFO
        new PowerEvent.ReplaceBattery('cyberpower')                                                        || Kind.REPLACE_BATTERY  | Notice.Severity.WARNING
        new PowerEvent.ForcedShutdown('cyberpower', false)                                                 || Kind.POWER_ERROR      | Notice.Severity.ERROR
        new PowerEvent.OutageConfirmed(1, 'on battery for 30 s')                                           || null                  | null
    }

    private static final List<RunEvent> OUTAGE = [
        new RunEvent.RunStarted('UPS shutdown', 'ups-shutdown.groovy', ['a'], false),
        new RunEvent.PhaseWaiting(0, 'Node 2', 'ups.onBatteryFor > 5.minutes'),
        new RunEvent.PhaseEntered(0, 'Node 2', false, 'on battery for 5 min'),
        new RunEvent.PhaseEnded(0, 'Node 2', 'done', '', Duration.ofSeconds(40)),
    ]

    def 'an outage is told from its start to its end: #how'() {
        given:
        List<RunEvent> written = []
        def log = notices().over({ 12L }, { RunEvent event -> written << event; (long) written.size() } as EventLog, false)

        when:
        (OUTAGE + rest).each { log.append(it) }

        then:
        written == OUTAGE + rest
        told*.kind().drop(3) == kinds
        told*.kind().take(3) == [Kind.SHUTDOWN_START, Kind.PHASE_START, Kind.PHASE_COMPLETE]
        told*.title().take(3) == ['Shutdown start: UPS shutdown is carried out', 'Phase start: Node 2: on battery for 5 min', 'Phase complete: Node 2 is done after 40 s']
        told*.key().toSet().size() == told.size()
        told.every { it.run().get() == 12L && it.link().get() == 'https://steward.example/runs/12' }

        where:
        how                      | rest || kinds
        'to its end'             | [end(RunStatus.OK)] || [Kind.SHUTDOWN_COMPLETE]
        'a phase fails'          | [new RunEvent.PhaseEnded(1, 'Node 1', 'failed', 'web-1: no answer', Duration.ofSeconds(9)), end(RunStatus.FAILED)] || [Kind.PHASE_COMPLETE, Kind.POWER_ERROR, Kind.SHUTDOWN_COMPLETE]
        'power comes back'       | [back(), new RunEvent.PhaseEnded(0, 'Node 2', 'recovered', '', Duration.ofSeconds(90)), end(RunStatus.OK)] || [Kind.RECOVERY_START, Kind.PHASE_START, Kind.PHASE_COMPLETE, Kind.RECOVERY_COMPLETE]
        'it does not come back'  | [back(), new RunEvent.PhaseEnded(0, 'Node 2', 'failed', '3 of 41 not back', Duration.ofSeconds(90)), end(RunStatus.OK)] || [Kind.RECOVERY_START, Kind.PHASE_START, Kind.PHASE_COMPLETE, Kind.RECOVERY_ERROR]
    }

    private static RunEvent back() { new RunEvent.PhaseEntered(0, 'Node 2', true, 'power is back for 60 s') }

    private static RunEvent end(RunStatus status) { new RunEvent.RunFinished(status, 0, Recap.EMPTY, '') }

    def 'a check run is told to nobody, and a log that cannot be written stops nothing'() {
        given:
        def log = notices(Files.writeString(dir.resolve('a-file'), '').resolve('below')).over({ 0L }, { 1L } as EventLog, false)

        when:
        log.append(new RunEvent.RunStarted('UPS shutdown', 'ups-shutdown.groovy', ['a'], true))
        log.append(new RunEvent.PhaseEntered(0, 'Node 2', false, 'on battery'))
        notices(dir.resolve('a-file/below')).accept(new PowerEvent.LowBattery('cyberpower'))

        then:
        told*.kind() == [Kind.LOW_BATTERY]
    }

    def 'a disarmed plan is told once a day'() {
        given:
        boolean armed = false
        def desk = { new PowerView(true, true, armed, PowerState.ONLINE, [], Optional.empty(), Optional.empty(), Optional.empty(), []) }
        def look = new DailyLook({ [view: desk] as PowerDesk }, { told << it }, ZoneId.of('UTC'), time)

        when:
        60.times {
            look.look()
            time.advance(Duration.ofHours(1))
        }

        then:
        told*.key() == ['disarmed-2026-03-01', 'disarmed-2026-03-02', 'disarmed-2026-03-03']
        told.every { it.kind() == Kind.DISARMED && it.text().contains('steward power arm') }

        when:
        armed = true
        time.advance(Duration.ofDays(2))
        look.look()
        new DailyLook({ new NoPower() }, { told << it }, ZoneId.of('UTC'), time).look()

        then:
        told.size() == 3
    }
}

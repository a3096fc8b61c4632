package dev.steward.runner.schedule

import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.config.ScheduleConfig.Misfire
import dev.steward.runner.config.ScheduleConfig.Overlap
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Schedules on a real store with a clock and an alarm of the spec's own. */
abstract class ScheduleTry extends Specification {

    static final ZoneId BERLIN = ZoneId.of('Europe/Berlin')

    @TempDir Path state
    def time = new SettableTime(Instant.parse('2026-03-28T12:00:00Z'))
    def eventually = new PollingConditions(timeout: 5, delay: 0.01)
    StateDir dir
    Store store
    Schedules schedules
    RecordedFires fires
    HandAlarm alarm

    def cleanup() {
        stop()
    }

    /** A server on the state directory, as after a boot. */
    void serve(Map<String, ScheduleConfig> fromFile = [:]) {
        dir = (StateDir.open(state, 'serve', time) as StateDir.Opened.Ours).dir()
        store = Store.open(dir, time)
        fires = new RecordedFires(store)
        alarm = new HandAlarm()
        schedules = new Schedules(store, alarm, fires, time, BERLIN)
        schedules.start(fromFile)
    }

    void stop() {
        schedules?.close()
        store?.close()
        dir?.close()
        schedules = null
        store = null
        dir = null
    }

    /** The clock moves on, and whatever alarm is due by then rings. */
    void pass(Duration duration) {
        time.advance(duration)
        alarm.ringDue(time.now())
    }

    List<String> missed() {
        store.queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, 'missed'), Optional.empty(), 100)
                .collect { "${it.scheduledAt().get()} ${it.message()}" as String }.reverse()
    }

    static ScheduleConfig but(ScheduleConfig c, Map how) {
        new ScheduleConfig(c.playbook(), c.cron(), c.zone(), c.inventory(), Optional.ofNullable(how.limit as String), how.vars ?: c.vars(), c.tags(),
                c.check(), c.diff(), how.misfire ?: c.misfire(), how.catchUp ?: c.catchUp(), c.gap(), c.doubled(),
                how.overlap ?: c.overlap(), c.mustEndBy(), how.overdueAfter == null ? c.overdueAfter() : how.overdueAfter, how.runner ? Optional.of(how.runner as String) : c.runner(), how.enabled == null ? c.enabled() : how.enabled)
    }

    static ScheduleConfig limited(String playbook, String cron, String limit) {
        but(ScheduleConfig.of(playbook, cron), [limit: limit])
    }

    static ScheduleConfig disabled(String playbook, String cron) {
        but(ScheduleConfig.of(playbook, cron), [enabled: false])
    }

    static ScheduleConfig misfiring(String playbook, String cron, Misfire misfire, int catchUp) {
        but(ScheduleConfig.of(playbook, cron), [misfire: misfire, catchUp: catchUp, vars: [autoReboot: true]])
    }

    static ScheduleConfig overlapping(String playbook, String cron, Overlap overlap) {
        but(ScheduleConfig.of(playbook, cron), [overlap: overlap])
    }
}

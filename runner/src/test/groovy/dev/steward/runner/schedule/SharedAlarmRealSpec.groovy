package dev.steward.runner.schedule

import dev.steward.house.Row
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The real Quartz on a real PostgreSQL; the spec is another server there. */
@Timeout(120)
class SharedAlarmRealSpec extends Specification {

    @TempDir Path dir
    def time = new SystemTime()
    def soon = new PollingConditions(timeout: 60, delay: 0.05)
    def database = PostgresLab.here().of(dir)

    private List<String> ask(String sql) { PostgresLab.here().ask(sql, database.database()) }

    @Row('S-01')
    def 'alarms are taken in turn with the other servers: none while it is the turn of another, then each of many of the same moment once'() {
        given: 'alarms of one moment, before anything rings'
        def own = (StateDir.open(dir.resolve('state'), 'serve', time) as StateDir.Opened.Ours).dir()
        def store = Store.open(own, Optional.of(database), new Identity.Said(Optional.of('alpha'), [], ''), Optional.empty(), time)
        def alarm = QuartzAlarm.on(store)
        def rung = new CopyOnWriteArrayList<String>()
        def names = (10..29).collect { "alarm-$it" as String }
        def at = Instant.now().plusSeconds(2)
        names.each { alarm.set(it, at) }

        and: 'it is the turn of another'
        def other = PostgresLab.here().open(database.database())
        other.autoCommit = false
        def turn = other.createStatement().executeQuery("select lock_name from qrtz_locks where lock_name = 'TRIGGER_ACCESS' for update")
        assert turn.next()

        when:
        alarm.start({ rung << it }, { })
        soon.eventually {
            assert ask("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
            assert Instant.now().isAfter(at)
        }

        then:
        ask('select distinct trigger_state from qrtz_triggers') == ['WAITING']
        rung == []

        when:
        other.rollback()

        then:
        soon.eventually { assert ask('select 1 from qrtz_triggers') == [] }
        soon.eventually { assert rung.sort(false) == names }

        cleanup:
        other?.close()
        alarm?.close()
        store?.close()
        own?.close()
    }
}

package dev.steward.runner.schedule

import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.event.Cause
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.ScheduleStore
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** The real Quartz on the real database. */
class QuartzAlarmSpec extends Specification {

    @TempDir Path state
    def time = new SystemTime()

    def 'Quartz fires a schedule of every second on time, and after a restart only from its mark on'() {
        given:
        def begun = new LinkedBlockingQueue<Instant>()
        def everySecond = ScheduleConfig.of('x.groovy', '* * * * * ?')

        when:
        def first = withServer([fast: everySecond], begun) { store, schedules ->
            (1..3).collect { begun.poll(2, TimeUnit.SECONDS) }
        }

        then:
        first.every { it != null }
        first == first.toSorted().unique()

        when: 'another process opens the same files'
        begun.clear()
        def second = withServer([fast: everySecond], begun) { store, schedules ->
            def fires = (1..3).collect { begun.poll(3, TimeUnit.SECONDS) }
            [fires, schedules.history('fast', 100)*.at(),
             store.queries().page(RunFilter.ALL, Optional.empty(), 100)*.scheduledAt()*.get()]
        }

        then: 'each second once: begun, or a row'
        second[0].every { it.isAfter(first.last()) }
        second[1] == second[1].unique(false)
        second[2].size() == second[2].toSet().size()
    }

    def 'a fire that was missed while the process was down is a row, though Quartz held a trigger for it'() {
        given:
        def begun = new LinkedBlockingQueue<Instant>()
        def yearly = ScheduleConfig.of('x.groovy', '0 0 3 1 1 ?')
        withServer([rare: yearly], begun) { store, schedules -> }
        def dir = (StateDir.open(state, 'spec', time) as StateDir.Opened.Ours).dir()
        def store = Store.open(dir, time)
        def mark = new ScheduleStore.Span(store.schedules().find('rare').get().considered(), time.now() - Duration.ofDays(366), Optional.empty())
        assert store.schedules().consider('rare', mark, [:]).present
        store.close()
        dir.close()

        when:
        def rows = withServer([rare: yearly], begun) { opened, schedules ->
            opened.queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, 'missed'), Optional.empty(), 10)
        }

        then:
        rows.size() >= 1
        rows[0].message() == 'Steward was down or its machine asleep at the time'
        begun.empty
    }

    private withServer(Map<String, ScheduleConfig> fromFile, Queue<Instant> begun, Closure work) {
        def dir = (StateDir.open(state, 'spec', time) as StateDir.Opened.Ours).dir()
        def store = Store.open(dir, time)
        def fires = new Fires() {
            long fire(Schedule schedule, Optional<Instant> due, Cause cause) {
                long run = store.runs().create(new NewRun('x', 'x', [], '{}', [:], [:], cause, Optional.of(schedule.name()), due))
                store.runs().cancelQueued(run, 'spec')
                begun.add(due.get())
                run
            }
            void await(long run) { }
        }
        def schedules = new Schedules(store, QuartzAlarm.on(store), fires, time, ZoneId.of('UTC'))
        try {
            schedules.start(fromFile)
            work(store, schedules)
        } finally {
            schedules.close()
            store.close()
            dir.close()
        }
    }
}

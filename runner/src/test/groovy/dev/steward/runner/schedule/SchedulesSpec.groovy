package dev.steward.runner.schedule

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.config.ScheduleConfig.Misfire
import dev.steward.runner.config.ScheduleConfig.Overlap
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Recap
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class SchedulesSpec extends Specification {

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
    private void serve(Map<String, ScheduleConfig> fromFile = [:]) {
        dir = (StateDir.open(state, 'serve', time) as StateDir.Opened.Ours).dir()
        store = Store.open(dir, time)
        fires = new RecordedFires(store)
        alarm = new HandAlarm()
        schedules = new Schedules(store, alarm, fires, time, BERLIN)
        schedules.start(fromFile)
    }

    private void stop() {
        schedules?.close()
        store?.close()
        dir?.close()
        schedules = null
        store = null
        dir = null
    }

    /** The clock moves on, and whatever alarm is due by then rings. */
    private void pass(Duration duration) {
        time.advance(duration)
        alarm.ringDue(time.now())
    }

    private List<String> missed() {
        store.queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, 'missed'), Optional.empty(), 100)
                .collect { "${it.scheduledAt().get()} ${it.message()}" as String }.reverse()
    }

    @Row(['P-35', 'N-36'])
    def 'the shipped schedule fires Sunday 03:00 local and records when it fired and fires next'() {
        given:
        serve('weekly-updates': ScheduleConfig.WEEKLY_UPDATES)

        expect:
        schedules.find('weekly-updates').get().next().get() == Instant.parse('2026-03-29T01:00:00Z')

        when:
        pass(Duration.ofHours(13))

        then:
        eventually.eventually {
            assert fires.begun == ['weekly-updates 2026-03-29T01:00:00Z']
            assert schedules.find('weekly-updates').get().lastRun().present
        }
        with(schedules.find('weekly-updates').get()) {
            lastFire().get() == Instant.parse('2026-03-29T01:00:00Z')
            next().get() == Instant.parse('2026-04-05T01:00:00Z')
        }
        with(store.queries().run(1).get()) {
            cause() == new Cause(Cause.Kind.SCHEDULE, 'weekly-updates')
            schedule().get() == 'weekly-updates'
        }
    }

    @Row('P-35')
    def 'two schedules of the same minute both fire, side by side'() {
        given:
        serve(containers: ScheduleConfig.of('update-lxc-containers.groovy', '0 3 * * 0'),
                vms: ScheduleConfig.of('update-docker-vms.groovy', '0 3 * * 0'))

        when:
        pass(Duration.ofHours(13))

        then:
        eventually.eventually {
            assert fires.begun.toSorted() == ['containers 2026-03-29T01:00:00Z', 'vms 2026-03-29T01:00:00Z']
        }
    }

    @Row('N-36')
    def 'a wrong definition is refused and nothing is kept'() {
        given:
        serve()

        when:
        schedules.create(name, ScheduleConfig.of(playbook, cron))

        then:
        def refused = thrown(ScheduleRefused)
        refused.problems()*.field() == [field]
        refused.message.contains(message)
        schedules.all().empty

        where:
        name     | playbook     | cron          || field      | message
        'a'      | 'x.groovy'   | '0 25 * * *'  || 'cron'     | 'Hour values must be between 0 and 23'
        'a'      | 'x.groovy'   | 'weekly'      || 'cron'     | 'has 1 fields'
        'a'      | ' '          | '0 3 * * 0'   || 'playbook' | 'missing'
        'a b/c'  | 'x.groovy'   | '0 3 * * 0'   || ''         | 'is no name'
    }

    @Row('N-37')
    def 'a second schedule of the same playbook on the same hosts is refused; another limit is not'() {
        given:
        serve(weekly: ScheduleConfig.of('x.groovy', '0 3 * * 0'))

        when:
        schedules.create('nightly', ScheduleConfig.of('x.groovy', '0 4 * * *'))

        then:
        def refused = thrown(ScheduleRefused)
        refused.message.contains("'weekly' runs x.groovy on the same hosts already")

        when:
        schedules.create('nightly', limited('x.groovy', '0 4 * * *', 'web-1'))

        then:
        schedules.all()*.name() == ['nightly', 'weekly']
    }

    @Row(['N-38', 'P-40'])
    def 'a #how schedule does not fire and says so'() {
        given:
        serve(how == 'disabled' ? [weekly: disabled('x.groovy', '0 3 * * 0')] : [:])
        if (how == 'paused') {
            schedules.create('weekly', ScheduleConfig.of('x.groovy', '0 3 * * 0'))
            schedules.pause('weekly', 'anna')
        }

        expect:
        schedules.find('weekly').get().next().empty
        schedules.find('weekly').get().silent().get().contains(says)

        when:
        pass(Duration.ofHours(13))

        then:
        eventually.eventually { assert missed().size() == 1 }
        missed()[0].startsWith('2026-03-29T01:00:00Z the schedule is')
        missed()[0].contains(says)
        fires.begun.empty

        where:
        how        || says
        'paused'   || 'paused by anna since 2026-03-28T12:00:00Z'
        'disabled' || 'disabled in steward.yml'
    }

    @Row('N-38')
    def 'a deleted schedule fires no more, and a resumed one fires again without what it missed'() {
        given:
        serve()
        schedules.create('gone', ScheduleConfig.of('x.groovy', '0 3 * * 0'))
        schedules.create('back', ScheduleConfig.of('y.groovy', '0 3 * * 0'))
        schedules.delete('gone')
        schedules.pause('back', 'anna')
        pass(Duration.ofDays(1))
        eventually.eventually { assert missed().size() == 1 }

        when:
        schedules.resume('back')
        pass(Duration.ofHours(157))

        then:
        eventually.eventually { assert fires.begun.size() == 1 }
        fires.begun[0].startsWith('back')
        schedules.find('gone').empty
    }

    @Row('U-17')
    def 'after four weeks down, misfire #misfire begins #begun and shows #shown missed rows with their reason'() {
        given:
        serve()
        schedules.create('weekly', misfiring('x.groovy', '0 3 * * 0', misfire, 3))
        stop()
        time.advance(Duration.ofDays(28))

        when:
        serve()

        then:
        eventually.eventually {
            assert fires.begun.size() == begun
            assert missed().size() == shown
        }
        missed().every { it.contains('Steward was down or its machine asleep at the time') }
        store.queries().page(RunFilter.ALL.and(RunFilter.Field.SCHEDULE, 'weekly'), Optional.empty(), 100).size() == 4
        fires.begun == ['2026-04-05', '2026-04-12', '2026-04-19'].takeRight(begun).collect { "weekly ${it}T01:00:00Z" as String }

        when: 'it starts once more, nothing happens twice'
        stop()
        serve()

        then:
        fires.begun.empty
        missed().size() == shown

        where:
        misfire      || begun | shown
        Misfire.SKIP || 0     | 4
        Misfire.ONCE || 1     | 3
        Misfire.ALL  || 3     | 1
    }

    def 'fires that are made up for do not overlap'() {
        given:
        serve()
        schedules.create('weekly', misfiring('x.groovy', '0 3 * * 0', Misfire.ALL, 3))
        stop()
        time.advance(Duration.ofDays(28))
        RecordedFires.held = true

        when:
        serve()

        then:
        eventually.eventually { assert fires.begun.size() == 1 }
        store.runs().active('weekly').size() == 1

        when:
        fires.endAll()

        then:
        eventually.eventually { assert fires.begun.size() == 3 }
        fires.most == 1

        cleanup:
        RecordedFires.held = false
    }

    @Row('P-35')
    def 'a fire while the run of an earlier one goes on is missed with the number of that run, unless overlap is allowed'() {
        given:
        RecordedFires.held = true
        serve()
        schedules.create('often', overlapping('x.groovy', '0 * * * *', overlap))

        when:
        pass(Duration.ofHours(1))
        eventually.eventually { assert fires.begun.size() == 1 }
        pass(Duration.ofHours(1))

        then:
        eventually.eventually {
            assert fires.begun.size() == begun
            assert missed() == rows
        }

        cleanup:
        RecordedFires.held = false
        fires.endAll()

        where:
        overlap        || begun | rows
        Overlap.FORBID || 1     | ['2026-03-28T14:00:00Z run 1 of an earlier fire was still going']
        Overlap.ALLOW  || 2     | []
    }

    def 'a fire whose playbook is refused is a visible row'() {
        given:
        serve(broken: ScheduleConfig.of('broken.groovy', '0 3 * * 0'))
        fires.refusal = 'broken.groovy:3:1: unknown word'

        when:
        pass(Duration.ofHours(13))

        then:
        eventually.eventually {
            assert missed() == ['2026-03-29T01:00:00Z broken.groovy:3:1: unknown word']
            assert schedules.history('broken', 10)*.result() == ['refused']
        }
    }

    def 'a schedule of the file is changed there: it can be paused, not edited, and goes with the file'() {
        given:
        serve(weekly: ScheduleConfig.of('x.groovy', '0 3 * * 0'))

        when:
        schedules.update('weekly', ScheduleConfig.of('x.groovy', '0 4 * * 0'))

        then:
        thrown(ScheduleRefused)

        when:
        schedules.delete('weekly')

        then:
        thrown(ScheduleRefused)

        when:
        schedules.pause('weekly', 'anna')
        stop()
        serve(weekly: ScheduleConfig.of('x.groovy', '0 4 * * 0'))

        then: 'a pause outlives a restart and a change of the file'
        schedules.find('weekly').get().pause().get().by() == 'anna'
        schedules.find('weekly').get().config().cron() == '0 4 * * 0'

        when:
        stop()
        serve()

        then:
        schedules.all().empty
    }

    def 'a schedule changed while Steward was down is settled by what it was, and goes on by what it is'() {
        given:
        serve(weekly: ScheduleConfig.of('x.groovy', '0 3 * * 0'))
        stop()
        time.advance(Duration.ofDays(2))

        when:
        serve(weekly: ScheduleConfig.of('x.groovy', '0 5 * * *'))

        then:
        missed() == ['2026-03-29T01:00:00Z Steward was down or its machine asleep at the time']
        schedules.find('weekly').get().next().get() == Instant.parse('2026-03-31T03:00:00Z')
    }

    def 'it runs now by hand, paused or not, but not beside itself'() {
        given:
        RecordedFires.held = true
        serve(weekly: ScheduleConfig.of('x.groovy', '0 3 * * 0'))
        schedules.pause('weekly', 'anna')

        expect:
        schedules.runNow('weekly', new Cause(Cause.Kind.PERSON, 'anna')) == 1

        when:
        schedules.runNow('weekly', new Cause(Cause.Kind.PERSON, 'anna'))

        then:
        def refused = thrown(ScheduleRefused)
        refused.message == "run 1 of 'weekly' still goes on"

        when:
        schedules.runNow('monthly', new Cause(Cause.Kind.PERSON, 'anna'))

        then:
        def unknown = thrown(ScheduleRefused)
        unknown.message == "there is no schedule 'monthly'; there are: weekly"

        cleanup:
        RecordedFires.held = false
        fires.endAll()
    }

    def 'an alarm that rings twice, late or for nothing fires nothing twice'() {
        given:
        serve(weekly: ScheduleConfig.of('x.groovy', '0 3 * * 0'))

        when:
        5.times { schedules.ring('weekly') }
        pass(Duration.ofHours(13))
        5.times { schedules.ring('weekly') }
        time.set(Instant.parse('2026-03-29T00:30:00Z'))
        5.times { schedules.ring('weekly') }
        time.set(Instant.parse('2026-03-29T01:00:30Z'))
        5.times { schedules.ring('weekly') }
        eventually.eventually { assert fires.begun.size() == 1 && store.runs().active('weekly').empty }
        schedules.runNow('weekly', new Cause(Cause.Kind.PERSON, 'last'))

        then:
        eventually.eventually { assert fires.begun.size() == 2 }
        fires.begun.count { it == 'weekly 2026-03-29T01:00:00Z' } == 1
    }

    def 'what changes of the clock will do is told in advance'() {
        given:
        serve(night: ScheduleConfig.of('x.groovy', '30 2 * * *'), morning: ScheduleConfig.of('y.groovy', '0 5 * * *'))

        expect:
        schedules.oddities('night')*.mark() == [Fire.Mark.SHIFTED, Fire.Mark.FIRST, Fire.Mark.LEFT_OUT, Fire.Mark.SHIFTED]
        schedules.oddities('morning').empty
        schedules.next('night', 10).count { it.fires() } == 10
    }

    private static ScheduleConfig but(ScheduleConfig c, Map how) {
        new ScheduleConfig(c.playbook(), c.cron(), c.zone(), c.inventory(), Optional.ofNullable(how.limit as String), c.vars(), c.tags(),
                c.check(), c.diff(), how.misfire ?: c.misfire(), how.catchUp ?: c.catchUp(), c.gap(), c.doubled(),
                how.overlap ?: c.overlap(), how.enabled == null ? c.enabled() : how.enabled)
    }

    private static ScheduleConfig limited(String playbook, String cron, String limit) {
        but(ScheduleConfig.of(playbook, cron), [limit: limit])
    }

    private static ScheduleConfig disabled(String playbook, String cron) {
        but(ScheduleConfig.of(playbook, cron), [enabled: false])
    }

    private static ScheduleConfig misfiring(String playbook, String cron, Misfire misfire, int catchUp) {
        but(ScheduleConfig.of(playbook, cron), [misfire: misfire, catchUp: catchUp])
    }

    private static ScheduleConfig overlapping(String playbook, String cron, Overlap overlap) {
        but(ScheduleConfig.of(playbook, cron), [overlap: overlap])
    }

    /** Begins real runs in the store; they end at once unless held. */
    static class RecordedFires implements Fires {

        static boolean held
        final Store store
        final List<String> begun = new CopyOnWriteArrayList<>()
        String refusal
        int most
        private final CountDownLatch end = new CountDownLatch(held ? 1 : 0)
        private final boolean hold = held

        RecordedFires(Store store) { this.store = store }

        @Override
        synchronized long fire(Schedule schedule, Optional<Instant> due, Cause cause) throws Fires.FireRefused {
            if (refusal) {
                throw new Fires.FireRefused(refusal)
            }
            long run = store.runs().create(new NewRun(schedule.name(), schedule.config().playbook(), [], '{}', [:], [:], cause,
                    Optional.of(schedule.name()), due))
            most = Math.max(most, store.runs().active(schedule.name()).size())
            begun << "${schedule.name()} ${due.orElse(null)}".toString()
            if (!hold) {
                finish(run)
            }
            run
        }

        private void finish(long run) {
            def claim = store.runs().claim(run)
            store.runs().logFor(run, claim.epoch()).append(new RunEvent.RunFinished(RunStatus.OK, 0, Recap.EMPTY, ''))
        }

        void endAll() { end.countDown() }

        @Override
        void await(long run) throws InterruptedException {
            end.await()
            if (store.queries().run(run).get().status() == RunStatus.QUEUED) {
                finish(run)
            }
        }
    }

    /** An alarm that the spec rings. */
    static class HandAlarm implements Alarm {

        private java.util.function.Consumer<String> ring
        private final Map<String, Instant> set = Collections.synchronizedMap([:])

        @Override
        void start(java.util.function.Consumer<String> ring) { this.ring = ring }

        @Override
        void set(String schedule, Instant at) { set[schedule] = at }

        @Override
        void clear(String schedule) { set.remove(schedule) }

        void ringDue(Instant now) {
            set.findAll { name, at -> !at.isAfter(now) }.keySet().each { ring.accept(it) }
        }

        @Override
        void close() { }
    }
}

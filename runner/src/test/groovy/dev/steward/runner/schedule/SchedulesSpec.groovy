package dev.steward.runner.schedule

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.config.ScheduleConfig.Misfire
import dev.steward.runner.config.ScheduleConfig.Overlap
import dev.steward.runner.event.Cause
import dev.steward.runner.store.RunFilter
import java.time.Duration
import java.time.Instant

/** What fires, and what is missed. */
class SchedulesSpec extends ScheduleTry {

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
        store.queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, 'missed'), Optional.empty(), 100).every { it.options().given == [autoReboot: true] }
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
}

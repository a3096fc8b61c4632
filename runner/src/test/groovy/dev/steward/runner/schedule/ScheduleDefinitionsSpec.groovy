package dev.steward.runner.schedule

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.config.ScheduleConfig.Misfire
import java.time.Duration
import java.time.Instant

/** What is defined, changed, paused and deleted. */
class ScheduleDefinitionsSpec extends ScheduleTry {

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

    def 'a schedule kept by a version that knew fewer keys is not taken for changed: its missed fire is still made up'() {
        given:
        def weekly = misfiring('x.groovy', '0 3 * * 0', Misfire.ONCE, 1)
        serve(weekly: weekly)
        def text = store.schedules().find('weekly').get().definition()
        store.schedules().define('weekly', text.replaceFirst(',"overdueAfter":2', ''), true, time.now())
        stop()
        time.advance(Duration.ofDays(2))

        when:
        serve(weekly: weekly)

        then:
        text.contains('"overdueAfter":2')
        eventually.eventually { assert fires.begun.size() == 1 }
        missed() == []
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

    def 'what changes of the clock will do is told in advance'() {
        given:
        serve(night: ScheduleConfig.of('x.groovy', '30 2 * * *'), morning: ScheduleConfig.of('y.groovy', '0 5 * * *'))

        expect:
        schedules.oddities('night')*.mark() == [Fire.Mark.SHIFTED, Fire.Mark.FIRST, Fire.Mark.LEFT_OUT, Fire.Mark.SHIFTED]
        schedules.oddities('morning').empty
        schedules.next('night', 10).count { it.fires() } == 10
    }
}

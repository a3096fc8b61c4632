package dev.steward.runner.schedule

import dev.steward.house.Row
import java.time.LocalDateTime
import spock.lang.Specification

class CronSpec extends Specification {

    // 2026-11-21 is a Saturday
    static final LocalDateTime FROM = LocalDateTime.parse('2026-11-21T12:00:00')

    def '#text means #next'() {
        expect:
        Cron.of(text).next(FROM).get() == LocalDateTime.parse(next)

        where:
        text                   || next
        '0 3 * * 0'            || '2026-11-22T03:00:00'
        '0 3 * * 7'            || '2026-11-22T03:00:00'
        '0 3 * * SUN'          || '2026-11-22T03:00:00'
        '0 3 * * sun'          || '2026-11-22T03:00:00'
        '0 3 * * 1'            || '2026-11-23T03:00:00'
        '0 3 * * 1-5'          || '2026-11-23T03:00:00'
        '0 3 * * mon-fri'      || '2026-11-23T03:00:00'
        '0 3 * * 5-7'          || '2026-11-22T03:00:00'
        '0 3 * * FRI-SUN'      || '2026-11-22T03:00:00'
        '0 3 * * 2,4'          || '2026-11-24T03:00:00'
        '0 3 * * */2'          || '2026-11-22T03:00:00'
        '*/20 * * * *'         || '2026-11-21T12:20:00'
        '30 4 1 * *'           || '2026-12-01T04:30:00'
        '30 4 1 feb *'         || '2027-02-01T04:30:00'
        '@weekly'              || '2026-11-22T00:00:00'
        '@daily'               || '2026-11-22T00:00:00'
        '0 0 3 ? * SUN'        || '2026-11-22T03:00:00'
        '0 0 3 ? * 1'          || '2026-11-22T03:00:00'
        '0 0 3 * * SUN'        || '2026-11-22T03:00:00'
        '0 0 3 * * *'          || '2026-11-22T03:00:00'
        '0 0 3 1 * *'          || '2026-12-01T03:00:00'
        '0 0 3 ? * 1#1'        || '2026-12-06T03:00:00'
        '0 0 3 L * ?'          || '2026-11-30T03:00:00'
        '*/2 * * * * ?'        || '2026-11-21T12:00:02'
        '0 0 3 ? * SUN 2027'   || '2027-01-03T03:00:00'
    }

    @Row('N-36')
    def '#text is refused with a reason that helps'() {
        when:
        Cron.of(text)

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message.contains(reason)

        where:
        text              || reason
        ''                || 'expected five as in crontab ("0 3 * * 0" is Sunday 03:00)'
        'every sunday'    || 'has 2 fields'
        '0 3 * *'         || 'has 4 fields'
        '61 3 * * 0'      || 'Minute and Second values must be between 0 and 59'
        '0 24 * * *'      || 'Hour values must be between 0 and 23'
        '0 3 * * 8'       || "'8' is no weekday; expected 0 to 7"
        '0 3 * * SUNN'    || "'SUNN' is no weekday"
        '0 3 * * 4-2'     || 'run backwards'
        '0 3 13 * 5'      || 'leave one of them'
        '0 0 3 30 2 ?'    || 'never fires'
        '0 0 3 ? * SUN 1999' || 'never fires'
    }
}

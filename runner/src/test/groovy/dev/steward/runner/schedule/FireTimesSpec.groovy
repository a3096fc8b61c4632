package dev.steward.runner.schedule

import static dev.steward.runner.config.ScheduleConfig.Doubled.*
import static dev.steward.runner.config.ScheduleConfig.Gap.*

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneId
import spock.lang.Specification

class FireTimesSpec extends Specification {

    private static FireTimes times(String cron, String zone, gap = null, doubled = null) {
        def hourly = Cron.of(cron).everyHour()
        new FireTimes(Cron.of(cron), ZoneId.of(zone), gap ?: (hourly ? SKIP : SHIFT), doubled ?: (hourly ? BOTH : FIRST))
    }

    private static List<String> shown(List<Fire> fires) {
        fires.collect { "${it.at()} ${it.mark()}" as String }
    }

    @Row(['P-35', 'U-17'])
    def 'Sunday 03:00 stays 03:00 on the wall through a change of the clock, and the preview lists ten fires'() {
        when:
        def fires = times('0 3 * * 0', 'Europe/Berlin').preview(Instant.parse(from), 10)

        then:
        fires.size() == 10
        fires.every { it.fires() && it.mark() == Fire.Mark.PLAIN }
        fires*.local()*.toLocalTime()*.toString().toSet() == ['03:00'].toSet()
        fires*.local()*.dayOfWeek*.toString().toSet() == ['SUNDAY'].toSet()
        fires[0..3]*.at()*.toString() == firstFour

        where:
        from                   || firstFour
        '2026-03-16T00:00:00Z' || ['2026-03-22T02:00:00Z', '2026-03-29T01:00:00Z', '2026-04-05T01:00:00Z', '2026-04-12T01:00:00Z']
        '2026-10-12T00:00:00Z' || ['2026-10-18T01:00:00Z', '2026-10-25T02:00:00Z', '2026-11-01T02:00:00Z', '2026-11-08T02:00:00Z']
    }

    @Row('P-45')
    def 'the first Saturday of each month'() {
        expect:
        times('0 0 9 ? * SAT#1', 'Europe/Berlin').preview(Instant.parse('2026-10-15T00:00:00Z'), 3)*.at()*.toString() == ['2026-11-07T08:00:00Z', '2026-12-05T08:00:00Z', '2027-01-02T08:00:00Z']
    }

    @Row('U-17')
    def 'a fire in the gap of #zone is #gap'() {
        expect:
        shown(times(cron, zone, gap).preview(Instant.parse(from), 2)) == expected

        where:
        zone                | cron            | gap   | from                   || expected
        'Europe/Berlin'     | '0 30 2 ? * SUN' | SHIFT | '2026-03-28T00:00:00Z' || ['2026-03-29T01:00:00Z SHIFTED', '2026-04-05T00:30:00Z PLAIN']
        'Europe/Berlin'     | '0 30 2 ? * SUN' | SKIP  | '2026-03-28T00:00:00Z' || ['2026-03-29T01:00:00Z SKIPPED', '2026-04-05T00:30:00Z PLAIN', '2026-04-12T00:30:00Z PLAIN']
        'America/New_York'  | '0 0 2 ? * SUN'  | SHIFT | '2026-03-07T00:00:00Z' || ['2026-03-08T07:00:00Z SHIFTED', '2026-03-15T06:00:00Z PLAIN']
        'America/New_York'  | '0 2 * * 0'      | SKIP  | '2026-03-07T00:00:00Z' || ['2026-03-08T07:00:00Z SKIPPED', '2026-03-15T06:00:00Z PLAIN', '2026-03-22T06:00:00Z PLAIN']
        'America/Sao_Paulo' | '0 0 * * *'      | SHIFT | '2018-11-03T12:00:00Z' || ['2018-11-04T03:00:00Z SHIFTED', '2018-11-05T02:00:00Z PLAIN']
        'America/Sao_Paulo' | '0 0 * * *'      | SKIP  | '2018-11-03T12:00:00Z' || ['2018-11-04T03:00:00Z SKIPPED', '2018-11-05T02:00:00Z PLAIN', '2018-11-06T02:00:00Z PLAIN']
        'Africa/Cairo'      | '@daily'         | SHIFT | '2026-04-23T12:00:00Z' || ['2026-04-23T22:00:00Z SHIFTED', '2026-04-24T21:00:00Z PLAIN']
    }

    @Row('U-17')
    def 'a fire in the doubled hour of #zone happens #doubled'() {
        expect:
        shown(times(cron, zone, SHIFT, doubled).preview(Instant.parse(from), 2)) == expected

        where:
        zone               | cron             | doubled | from                   || expected
        'Europe/Berlin'    | '0 30 2 ? * SUN' | FIRST   | '2026-10-24T00:00:00Z' || ['2026-10-25T00:30:00Z FIRST', '2026-10-25T01:30:00Z LEFT_OUT', '2026-11-01T01:30:00Z PLAIN']
        'Europe/Berlin'    | '0 30 2 ? * SUN' | SECOND  | '2026-10-24T00:00:00Z' || ['2026-10-25T00:30:00Z LEFT_OUT', '2026-10-25T01:30:00Z SECOND', '2026-11-01T01:30:00Z PLAIN']
        'Europe/Berlin'    | '0 30 2 ? * SUN' | BOTH    | '2026-10-24T00:00:00Z' || ['2026-10-25T00:30:00Z FIRST', '2026-10-25T01:30:00Z SECOND']
        'America/New_York' | '30 1 * * 0'     | FIRST   | '2026-10-31T12:00:00Z' || ['2026-11-01T05:30:00Z FIRST', '2026-11-01T06:30:00Z LEFT_OUT', '2026-11-08T06:30:00Z PLAIN']
    }

    def 'a schedule of every half hour means elapsed time: no hole and no double at either change'() {
        expect:
        def fires = times('0 0/30 * * * ?', zone).fires(Instant.parse(from), null, 10)*.at()
        fires == (1..10).collect { Instant.parse(from).plusSeconds(1800L * it) }

        where:
        zone                | from
        'Europe/Berlin'     | '2026-10-24T22:00:00Z'
        'Europe/Berlin'     | '2026-03-28T23:00:00Z'
        'America/New_York'  | '2026-11-01T04:00:00Z'
        'America/Sao_Paulo' | '2018-11-04T01:00:00Z'
        'Australia/Lord_Howe' | '2026-10-03T13:00:00Z'
    }

    def 'over random spans and zones the fires are strictly ascending, complete and independent of where one begins'() {
        given:
        def random = new Random(20260329)
        def zones = ['Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Africa/Cairo', 'Australia/Lord_Howe',
                     'Pacific/Apia', 'Asia/Kathmandu', 'UTC', 'Europe/Dublin']
        def crons = ['0 3 * * 0', '30 2 * * *', '*/15 * * * *', '0 0 * * *', '0 30 1,2,3 ? * *', '59 23 31 * *']

        expect:
        (1..100).every {
            def from = Instant.ofEpochSecond(1_300_000_000L + random.nextInt(500_000_000))
            def times = times(crons[random.nextInt(crons.size())], zones[random.nextInt(zones.size())],
                    [SKIP, SHIFT][random.nextInt(2)], [FIRST, SECOND, BOTH][random.nextInt(3)])
            def until = from.plusSeconds(86400L * 90)
            def whole = times.fires(from, until, Integer.MAX_VALUE)*.at()
            def middle = from.plusSeconds(random.nextInt(86400 * 90))
            assert whole == new ArrayList(new TreeSet(whole))
            assert times.fires(from, middle, Integer.MAX_VALUE)*.at() + times.fires(middle, until, Integer.MAX_VALUE)*.at() == whole
            def latest = times.latest(from, until, 5)*.at()
            assert latest == whole.takeRight(latest.size()) && (latest.size() >= 5 || latest == whole)
            true
        }
    }

    def 'every fire that is neither shifted nor doubled shows on the wall what the cron says'() {
        given:
        def zone = ZoneId.of('Europe/Berlin')
        def fires = times('15 2 * * *', 'Europe/Berlin').fires(Instant.parse('2026-01-01T00:00:00Z'), Instant.parse('2027-01-01T00:00:00Z'), 1000)

        expect:
        fires.size() == 365
        fires.findAll { it.mark() == Fire.Mark.PLAIN }.every { LocalDateTime.ofInstant(it.at(), zone) == it.local() }
        fires.count { it.mark() != Fire.Mark.PLAIN } == 2
    }

    def 'the rules of a definition that says none follow its hours'() {
        expect:
        def times = FireTimes.of(ScheduleConfig.of('x.groovy', cron), ZoneId.of('Europe/Berlin'))
        times.gap == gap
        times.doubled == doubled

        where:
        cron           || gap   | doubled
        '30 2 * * *'   || SHIFT | FIRST
        '*/10 * * * *' || SKIP  | BOTH
    }
}

package dev.steward.web

import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The days of the home page; days are those of Berlin, where the clock goes back on 25 October 2026. */
class CalendarSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    private List<Map> days() {
        (web.get('/').body() =~ /<li class="d-(\w+)"><(a|span)(?: href="([^"]*)")? title="([^"]*)">/).collect {
            [level: it[1], href: it[3]?.replace('&amp;', '&'), words: it[4]]
        }
    }

    private void at(String instant) { web.time.advance(Duration.between(web.time.now(), Instant.parse(instant))) }

    private long failed() { web.stored.whole(ended: RunStatus.FAILED, status: Status.FAILED) }

    def 'each of the last 13 weeks has its days, and each day says how its runs ended and leads to them'() {
        given: 'runs of late summer, of the night the clock goes back, and of today, a Thursday'
        web = new WebFixture(dir, Instant.parse('2026-08-23T12:00:00Z'))
        failed()
        at('2026-08-24T12:00:00Z')
        web.stored.whole()
        at('2026-10-24T21:59:00Z')
        web.stored.whole()
        at('2026-10-25T22:59:00Z')
        failed()
        web.stored.whole()
        at('2026-11-18T02:00:00Z')
        web.store.runs().missed(web.stored.newRun(schedule: 'weekly', cause: new Cause(Cause.Kind.SCHEDULE, 'weekly')), 'was down')
        at('2026-11-19T12:00:00Z')
        web.stored.whole()

        when:
        def days = days()

        then: 'Monday 24 August is the first one, today the last'
        days.size() == 12 * 7 + 4
        days[0] == [level: 'ok', href: '/runs?from=2026-08-24&to=2026-08-24', words: 'Mon 24 Aug: 1 ok']
        days[-1] == [level: 'ok', href: '/runs?from=2026-11-19&to=2026-11-19', words: 'Thu 19 Nov: 1 ok']
        days[-2] == [level: 'off', href: '/runs?from=2026-11-18&to=2026-11-18', words: 'Wed 18 Nov: 1 missed']
        days.find { it.words.startsWith('Sun 25 Oct') } == [level: 'bad', href: '/runs?from=2026-10-25&to=2026-10-25', words: 'Sun 25 Oct: 1 ok, 1 failed']
        days.find { it.words.startsWith('Sat 24 Oct') }.words == 'Sat 24 Oct: 1 ok'
        days.find { it.words.startsWith('Tue 17 Nov') } == [level: 'none', href: null, words: 'Tue 17 Nov: no run']

        and: 'a day leads to its runs and no others'
        (web.get(days.find { it.words.startsWith('Sun 25 Oct') }.href as String).body() =~ /<span class="id">#?(\d+)/).collect { it[1] } == ['5', '4']
    }

    def 'what ends later is counted as it ended, and midnight begins a new day'() {
        given:
        web = new WebFixture(dir, Instant.parse('2026-11-19T22:50:00Z'))
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1']))

        expect:
        days()[-1] == [level: 'now', href: '/runs?from=2026-11-19&to=2026-11-19', words: 'Thu 19 Nov: 1 running']

        when:
        at('2026-11-19T23:01:00Z')
        log.append(web.stored.finished(RunStatus.FAILED))

        then:
        days()[-1].words == 'Fri 20 Nov: no run'
        days()[-2] == [level: 'bad', href: '/runs?from=2026-11-19&to=2026-11-19', words: 'Thu 19 Nov: 1 failed']
    }
}

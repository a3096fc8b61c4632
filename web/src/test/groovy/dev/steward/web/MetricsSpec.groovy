package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class MetricsSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    /** Samples by name and labels, as a scraper reads them. */
    private Map<String, Double> scraped() {
        def answer = web.get('/metrics')
        assert answer.statusCode() == 200
        assert answer.headers().firstValue('content-type').get().startsWith('text/plain; version=0.0.4')
        answer.body().readLines().findAll { it && !it.startsWith('#') }
                .collectEntries { line -> def at = line.lastIndexOf(' '); [line.substring(0, at), line.substring(at + 1) as double] }
    }

    private double ended(long run) { web.stored.store.queries().run(run).get().times().finished().get().toEpochMilli() / 1000.0d }

    @Row('U-21')
    def 'a scraper sees when a playbook last went well on each host, and that it did not since'() {
        given:
        long green = web.stored.whole(hosts: ['web-1', 'db-1'])

        when: 'later runs fail, one of them kept to a host, and a check goes well'
        web.stored.whole(hosts: ['web-1', 'db-1'], status: Status.FAILED, ended: RunStatus.LOST)
        long limited = web.stored.whole(hosts: ['web-1'], options: [check: false, limit: 'web-1'])
        web.stored.whole(hosts: ['web-1', 'db-1'], options: [check: true])

        then:
        with(scraped()) {
            it['steward_last_green_run_timestamp_seconds{playbook="Weekly updates"}'] == ended(green)
            it['steward_last_success_timestamp_seconds{host="web-1",playbook="Weekly updates"}'] == ended(limited)
        }
    }

    def 'what a schedule does next is told, also that it is paused'() {
        given:
        def schedules = web.stored.store.schedules()
        schedules.define('weekly "1"', web.stored.store.json().text(ScheduleConfig.of('weekly-updates.groovy', '0 3 * * 0')), true, Instant.EPOCH)
        def next = Instant.parse('2026-03-01T02:00:00Z')
        schedules.consider('weekly "1"', Instant.EPOCH, Optional.of(next), [:])

        expect:
        scraped() == ['steward_schedule_next_fire_timestamp_seconds{schedule="weekly \\"1\\""}': next.epochSecond as double,
                      'steward_schedule_paused{schedule="weekly \\"1\\""}': 0d]

        when:
        schedules.pause('weekly "1"', 'anna', Instant.EPOCH)

        then:
        scraped()['steward_schedule_paused{schedule="weekly \\"1\\""}'] == 1d
    }
}

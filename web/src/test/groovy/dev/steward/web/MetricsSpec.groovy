package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import dev.steward.runner.store.ScheduleStore
import dev.steward.runner.store.StoreFixture
import java.nio.file.Path
import java.time.Duration
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
        schedules.consider('weekly "1"', new ScheduleStore.Span(Instant.EPOCH, Instant.EPOCH, Optional.of(next)), [:])

        expect:
        scraped().findAll { it.key.startsWith('steward_schedule') } == [
                'steward_schedule_next_fire_timestamp_seconds{schedule="weekly \\"1\\""}': next.epochSecond as double,
                'steward_schedule_paused{schedule="weekly \\"1\\""}': 0d, 'steward_schedule_held{schedule="weekly \\"1\\""}': 0d,
                'steward_schedule_fires_total{result="begun",schedule="weekly \\"1\\""}': 0d,
                'steward_schedule_fires_total{result="missed",schedule="weekly \\"1\\""}': 0d,
                'steward_schedule_fires_total{result="refused",schedule="weekly \\"1\\""}': 0d]

        when:
        schedules.pause('weekly "1"', 'anna', Instant.EPOCH)

        then:
        scraped()['steward_schedule_paused{schedule="weekly \\"1\\""}'] == 1d
    }

    def 'runs are counted by playbook, host and outcome, and no count goes back when they are removed'() {
        given:
        2.times { web.stored.whole(hosts: ['web-1', 'db-1']) }
        def log = web.stored.begin([:])
        log.append(new RunEvent.RunFinished(RunStatus.FAILED, 2, Recap.EMPTY.plus('web-1', new Recap.Counts(3, 1, 0, 1, 0, 0, 0, 0, 0)), 'failed'))
        web.stored.whole(hosts: ['web-1'], options: [check: true])

        when:
        def before = scraped()
        web.time.advance(Duration.ofDays(400))
        assert web.stored.store.prune(StoreFixture.keep(30, 1)).runs() > 0
        def after = scraped()

        then:
        [before, after].every {
            it['steward_runs_total{outcome="ok",playbook="Weekly updates"}'] == 2d &&
                    it['steward_runs_total{outcome="failed",playbook="Weekly updates"}'] == 1d &&
                    it['steward_host_runs_total{host="db-1",outcome="ok",playbook="Weekly updates"}'] == 2d &&
                    it['steward_host_runs_total{host="web-1",outcome="failed",playbook="Weekly updates"}'] == 1d
        }

        and: 'the last one that counts did not go well'
        before['steward_last_run_ok{playbook="Weekly updates"}'] == 0d
        before['steward_queue_runs{state="queued"}'] == 0d
    }

    def 'fires that nobody was there for are counted as missed'() {
        given:
        def schedules = web.stored.store.schedules()
        schedules.define('nightly', web.stored.store.json().text(ScheduleConfig.of('weekly-updates.groovy', '0 3 * * *')), true, Instant.EPOCH)
        schedules.decided(new ScheduleStore.FireRow('nightly', Instant.EPOCH, 'missed', 'Steward was down', Optional.empty(), Instant.EPOCH))

        expect:
        scraped()['steward_schedule_fires_total{result="missed",schedule="nightly"}'] == 1d
    }

    @Row('G-27')
    def 'a UPS is told as nut_exporter tells it: every number, one series a flag, and that it does not answer'() {
        given:
        web.power.house()
        web.power.said = [cyberpower: new UpsReading.Answered(UpsStatus.of(['ups.status': 'OB DISCHRG LB', 'battery.charge': '61', 'battery.runtime': '0780', 'ups.load': '41',
                                  'ambient.temperature': '-3.5', 'ups.beeper.status': 'enabled', 'device.model': 'CP1500 "EPFC"', 'device.mfr': 'CPS', 'output.L1-N.voltage': '230.1', 'ups.test.result': 'No test'])),
                              attic: new UpsReading.Silent(UpsReading.Why.STALE, 'its data are stale')]

        when:
        def told = scraped()

        then:
        ['battery_charge': 61d, 'battery_runtime': 780d, 'ups_load': 41d, 'ambient_temperature': -3.5d, 'ups_beeper_status': 1d, 'output_L1_N_voltage': 230.1d].every { name, value ->
            told["network_ups_tools_$name{ups=\"cyberpower\"}" as String] == value
        }
        told.findAll { it.key.startsWith('network_ups_tools_ups_status') && it.value == 1d }.keySet().collect { (it =~ /flag="(\w+)"/)[0][1] }.sort() == ['DISCHRG', 'LB', 'OB']
        told['network_ups_tools_ups_status{flag="OL",ups="cyberpower"}'] == 0d
        told.keySet().any { it.startsWith('network_ups_tools_device_info{') && it.contains('mfr="CPS"') && it.contains('model="CP1500 \\"EPFC\\""') }
        !told.keySet().any { it.contains('test_result') || it.contains('ups="attic"') && it.startsWith('network') }
        told['steward_ups_up{ups="cyberpower"}'] == 1d
        told['steward_ups_up{ups="attic"}'] == 0d
        told['steward_power_armed'] == 1d
        told['steward_power_planned'] == 1d

        and: 'where nut_exporter serves it, one at a time too'
        web.get('/ups_metrics?ups=attic').body().contains('steward_ups_up{ups="attic"} 0')
        !web.get('/ups_metrics?ups=attic').body().contains('cyberpower')
        web.get('/ups_metrics?ups=cellar').statusCode() == 404
    }

    def 'this build and its process are told'() {
        expect:
        with(scraped()) {
            it['steward_build_info{commit="1a2b3c4",version="0.1.0"}'] == 1d
            it['jvm_memory_used_bytes{area="heap"}'] > 0
            it['process_start_time_seconds'] > 1.7e9
            it['jvm_threads_current'] > 1
            it['steward_kept_sessions'] == 3d
        }
    }

    def 'without a cluster there is nothing of one, and a target that is none is refused in words'() {
        expect:
        web.get('/metrics/pve').with { it.statusCode() == 200 && it.body() == '' }

        and:
        with(web.get(path)) {
            statusCode() == 400
            body().contains(words)
        }

        where:
        path                     || words
        '/pve'                   || 'A target is needed'
        '/pve?target=169.254.1.1' || "No cluster '169.254.1.1' is configured"
        '/pve?module=x'          || "There is no module 'x'"
    }
}

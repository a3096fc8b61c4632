package dev.steward.web

import dev.steward.runner.app.estate.UpsNotes
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** How a UPS stood: noted while it was, and drawn. */
class UpsPageSpec extends Specification {

    static final String PAGE = '/power/upses/cyberpower'

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir, Instant.parse('2026-11-19T12:00:00Z'))
        web.power.house()
    }

    private void says(String status, double charge, double runtime, double load = 36, String volts = '231.0') {
        web.power.said = [cyberpower: new UpsReading.Answered(UpsStatus.of(['ups.status': status, 'battery.charge': charge as String,
                'battery.runtime': runtime as String, 'ups.load': load as String, 'input.voltage': volts, 'device.model': '<CP1500>']))] as Map
    }

    private Map usage(String span = 'hour') { WebFixture.json(web.get("/api/v1/power/upses/cyberpower/usage?span=$span")) }

    def 'it is noted once a minute, each five seconds while it is on battery, and not while it says nothing'() {
        given:
        def notes = new UpsNotes({ web.power.said }, web.store.upses(), web.time)
        def lasts = { int seconds -> (seconds.intdiv(5)).times { notes.look(); web.time.advance(Duration.ofSeconds(5)) } }
        def rows = { web.store.upses().since('cyberpower', Instant.EPOCH) }

        when: 'ten minutes on mains'
        says('OL', 100, 1260)
        lasts(600)

        then:
        rows().size() == 10

        when: 'one on battery'
        says('OB DISCHRG', 90, 1100, 41, '0.0')
        lasts(60)

        then:
        rows().size() == 22
        rows().last().with { status() == 'OB DISCHRG' && charge().asDouble == 90 && runtime().asDouble == 1100 && load().asDouble == 41 && volts().asDouble == 0 }

        when: 'the driver is gone for ten'
        web.power.said = [cyberpower: new UpsReading.Silent(UpsReading.Why.NO_DRIVER, 'gone')] as Map
        lasts(600)

        then:
        rows().size() == 22

        and: 'a UPS that does not say something is drawn without it, and a gap is a gap'
        usage().with {
            assert means.charge.dropWhile { it == null }.takeWhile { it != null } == [1.0] * 9 + [0.9] * 2
            assert means.charge.takeRight(10) == [null] * 10
            assert mosts == [charge: 1.0, load: 0.41, runtime: 1260.0, voltage: 231.0]
            means.voltage.findAll { it != null }.takeRight(2) == [0.0, 0.0]
        }
    }

    def 'its page shows how it stands, charts of the time that is asked for, and all it says'() {
        given:
        def notes = new UpsNotes({ web.power.said }, web.store.upses(), web.time)
        says('OL CHRG', 97, 1260)
        90.times { notes.look(); web.time.advance(Duration.ofMinutes(1)) }

        when:
        def page = web.get("$PAGE?span=hour").body()

        then: 'amounts in their own units'
        page.contains('Charge</b> <span class="meta words">97 %, mean 97 %, most 97 %')
        page.contains('Battery lasts</b> <span class="meta words">21 min, mean 21 min, most 21 min')
        page.contains('Load</b> <span class="meta words">36 %')
        page.contains('Input</b> <span class="meta words">231 V')
        page.contains('<code>input.voltage</code>')
        page.contains('&lt;CP1500&gt;')

        and: 'the script reads the same'
        WebFixture.json(web.get("/parts$PAGE/used?span=hour")).with {
            it.charts*.title == ['Charge', 'Battery lasts', 'Load', 'Input'] && it.charts*.unit == ['share', 'span', 'share', 'volts'] && it.charts[1].top == 1800 &&
                    it.charts[3].top == 300 && it.charts[0].lines[0].values[-2] == 0.97
        }

        and: 'the list of UPSes leads here; there is no other'
        web.get('/power').body().contains("<a href=\"$PAGE\">cyberpower</a>")
        web.get('/power/upses/nobody').statusCode() == 404
        web.get('/api/v1/power/upses/nobody/usage').statusCode() == 404
        web.get('/api/v1/power/upses/cyberpower/usage?span=year').statusCode() == 400
    }

    def 'without anything noted the page says so'() {
        expect:
        web.get(PAGE).body().contains('nothing was measured')
    }
}

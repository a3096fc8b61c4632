package dev.steward.web.estate

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.notice.Notice
import dev.steward.runner.store.estate.RecordDraft
import dev.steward.runner.store.estate.RecordKey
import dev.steward.runner.store.estate.RecordKey.Origin
import dev.steward.runner.store.estate.RecordKind
import dev.steward.web.Browser
import dev.steward.web.WebFixture
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Charts in real Chromium; pictures of them for people to look at: target/screenshots. */
class ChartsRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup Browser browser = new Browser()
    @Shared @AutoCleanup LabEstate estate
    @Shared @AutoCleanup WebFixture web
    Page page

    def setupSpec() {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).open()
        web = new WebFixture(dir.resolve('web'), Instant.now(), estate.estates)
        month()
        meanwhile()
        web.time.set(Instant.now())
    }

    /* Four runs on the container, one on another host, and an outage of two hours. */
    private void meanwhile() {
        def now = Instant.now()
        [[Duration.ofDays(20), RunStatus.OK], [Duration.ofDays(6), RunStatus.FAILED], [Duration.ofHours(9), RunStatus.OK], [Duration.ofHours(3), RunStatus.FAILED]].each { ago, how ->
            web.time.set(now - ago)
            web.stored.whole(hosts: ['web-1', 'home-pve1'], ended: how, status: how == RunStatus.OK ? Status.CHANGED : Status.FAILED)
        }
        web.stored.whole(hosts: ['elsewhere'], playbook: 'Not here')
        power(now - Duration.ofHours(7), Notice.Kind.POWER_LOST, 'cyberpower is on battery')
        power(now - Duration.ofHours(5), Notice.Kind.POWER_RESTORED, 'cyberpower is on mains again, after 2 h')
    }

    private void power(Instant at, Notice.Kind kind, String text) {
        web.store.outbox().add(new Notice("power-$kind", kind, Notice.Severity.WARNING, 'power', text, text + '\n', Optional.empty(), at, Optional.empty()), [])
    }

    /* Thirty days of one container, each half hour: busy by day, updated in the night to Sunday, off for some hours. */
    private void month() {
        long sent = 0
        def start = Instant.now() - Duration.ofDays(30)
        1440.times { i ->
            def at = start + Duration.ofMinutes(30L * i)
            double day = Math.max(0, Math.sin((at.epochSecond % 86400) / 86400 * 2 * Math.PI - 1.5))
            sent += (long) (200_000_000 * day) + 1_000_000
            boolean off = i in 700..720
            record(at, [status: off ? 'stopped' : 'running', cpu_usage: 0.04 + 0.5 * day + (i % 336 < 3 ? 0.4 : 0), memory_used: (long) ((700 + 900 * day + i / 4) * (1 << 20)), maxmem: 4L << 30,
                        netin: (long) (sent / 3), netout: sent, diskread: sent * 2, diskwrite: sent, rootfs_used: (long) (3e9 + i * 1e6), maxdisk: 8L << 30])
        }
    }

    private void record(Instant at, Map readings) {
        def key = RecordKey.guest(Origin.COLLECTED, RecordKind.LXC, 'home', 101)
        web.store.estateRecords().put([RecordDraft.collected(key, 'pve1', 'web-1', [:], readings)], at)
    }

    def setup() { browser.complaints.clear() }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    private String words(String title) { page.locator("[data-chart='$title'] .words").innerText() }

    @Row('P-03')
    def 'charts are drawn by the library, with nothing from elsewhere and no word against the rules for scripts'() {
        given:
        page = browser.page(origin: web.url)
        List<String> asked = []
        page.onRequest { asked << it.url() }

        when:
        page.navigate(web.url + '/estate/clusters/home/guests/101?span=month')
        page.locator('[data-chart=Network] canvas').waitFor()

        then:
        page.locator('.chart canvas').count() == 5
        page.locator('.chart svg').count() == 0
        asked.every { it.startsWith(web.url) }
        words('CPU') =~ /^\d+ %, mean \d+ %, most \d\d %$/

        when: 'somebody points at a time'
        page.locator('[data-chart=CPU] .u-over').hover()

        then: 'every chart tells its value of then'
        words('CPU') =~ /^\w{3},? \d+ \w{3},? \d\d:\d\d: \d+ %$/
        words('Network') =~ /: in .*\/s; out .*\/s$/

        when: 'the colours change'
        def before = page.evaluate("document.querySelector('[data-chart=CPU] canvas').toDataURL()")
        page.mouse().move(5, 5)
        page.locator('#theme').click()
        page.locator('#theme').click()

        then:
        page.evaluate("document.documentElement.dataset.theme") == 'dark'
        page.evaluate("document.querySelector('[data-chart=CPU] canvas').toDataURL()") != before
    }

    def 'a page that renews itself keeps its charts'() {
        given:
        page = browser.page(origin: web.url)
        page.navigate(web.url + '/estate/clusters/home/guests/101')
        page.locator('[data-chart=CPU] canvas').waitFor()
        page.evaluate("document.querySelector('[data-chart=CPU] canvas').dataset.mine = 'yes'")

        when: 'something changed, and the part was loaded again'
        page.waitForResponse({ it.url().contains('/parts/estate/clusters/home/guests/101?') }, {})
        page.waitForFunction("document.getElementById('part-guest').dataset.had")

        then:
        page.locator('[data-chart=CPU] canvas[data-mine=yes]').count() == 1
        page.locator('#used nav a[aria-current=page]').innerText() == '24 hours'
    }

    def 'runs and power events of the shown time are marked: #span'() {
        given:
        page = browser.page(origin: web.url)

        when:
        page.navigate(web.url + "/estate/clusters/home/$what?span=$span")
        page.locator('[data-chart=CPU] canvas').waitFor()

        then: 'in a list, each with a word, and as lines in the drawings'
        page.locator('#happened summary').innerText().endsWith(": ${told.size()}")
        page.locator('#happened li').all().collect { it.locator('.status').innerText() + ' ' + it.locator('a').innerText() } == told
        page.locator('#happened li').first().locator('svg').count() == 1
        page.evaluate("fetch(document.getElementById('used').dataset.used).then(a => a.json()).then(a => a.happened.length)") == told.size()
        span == 'month' || struck() == [true] * told.size() // in a month they lie on one another

        when: 'somebody points at one'
        page.mouse().move(* place(0))

        then:
        words('CPU').contains(said)

        when:
        page.locator('#happened li a').first().click()

        then:
        page.url() == web.url + '/runs/4'

        where:
        what          | span    || said                            | told
        'guests/101'  | 'day'   || 'Weekly updates, run 4: failed' | ['failed Weekly updates, run 4', 'power restored cyberpower is on mains again, after 2 h', 'power lost cyberpower is on battery', 'ok Weekly updates, run 3']
        'nodes/pve1'  | 'week'  || 'Weekly updates, run 4: failed' | ['failed Weekly updates, run 4', 'power restored cyberpower is on mains again, after 2 h', 'power lost cyberpower is on battery', 'ok Weekly updates, run 3', 'failed Weekly updates, run 2']
        'guests/101'  | 'month' || 'Weekly updates, run 4: failed' | ['failed Weekly updates, run 4', 'power restored cyberpower is on mains again, after 2 h', 'power lost cyberpower is on battery', 'ok Weekly updates, run 3', 'failed Weekly updates, run 2', 'ok Weekly updates, run 1']
    }

    /** Where the CPU chart marks the nth of what happened, in the window. */
    private double[] place(int n) {
        page.evaluate("""async n => {
            const data = await (await fetch(document.getElementById('used').dataset.used)).json();
            const over = document.querySelector('[data-chart=CPU] .u-over').getBoundingClientRect();
            const from = data.times[0], to = data.times[data.times.length - 1];
            return [over.left + (data.happened[n].at - from) / (to - from) * over.width, over.top + over.height / 2];
        }""", n) as double[]
    }

    /** Whether there is ink in the colour of its status at the foot of each line, where no curve is. */
    private List<Boolean> struck() {
        page.evaluate("""async () => {
            const data = await (await fetch(document.getElementById('used').dataset.used)).json();
            const canvas = document.querySelector('[data-chart=CPU] canvas');
            const box = canvas.getBoundingClientRect(), over = document.querySelector('[data-chart=CPU] .u-over').getBoundingClientRect();
            const scale = canvas.width / box.width, from = data.times[0], to = data.times[data.times.length - 1];
            const ink = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            const probe = document.createElement('i'); document.body.append(probe);
            return data.happened.map(one => {
                probe.className = 's-' + one.status;
                const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
                const x = Math.round((over.left - box.left + (one.at - from) / (to - from) * over.width) * scale);
                const y = Math.round((over.bottom - box.top + 5) * scale);
                for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) {
                    const i = ((y + dy) * canvas.width + x + dx) * 4;
                    if (ink[i + 3] > 200 && wanted.every((part, k) => Math.abs(part - ink[i + k]) < 24)) return true;
                }
                return false;
            });
        }""") as List<Boolean>
    }

    def 'without scripts there are drawings and a table'() {
        given:
        page = browser.page(origin: web.url, script: false)

        when:
        page.navigate(web.url + '/estate/clusters/home/guests/101?span=month')

        then:
        page.locator('.chart svg path.curve').count() == 7
        page.locator('table.figures tbody tr').count() == 30
        page.locator('.chart svg').first().locator('line.happened').count() == 6
        page.locator('.chart svg line.happened.power.s-failed').first().textContent() == 'cyberpower is on battery: power lost'
        page.locator('table.figures thead').textContent().contains('Runs and power')
        page.locator('table.figures tbody').textContent().contains('Weekly updates, run 2: failed')
        page.locator('#happened li').count() == 6
        page.locator('table.figures tbody').innerText().contains('–') || page.locator('table.figures tbody').textContent().contains('%')
    }

    def 'pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        page = browser.page(width: width, height: 860, dark: dark, origin: web.url)

        expect:
        [month: '/estate/clusters/home/guests/101?span=month', day: '/estate/clusters/home/nodes/pve1'].each { name, path ->
            page.navigate(web.url + path)
            page.locator('[data-chart=Network] canvas').waitFor()
            page.evaluate("document.querySelector('#used details').open = true")
            page.locator('[data-chart=CPU] .u-over').hover()
            page.locator('#used').screenshot(new com.microsoft.playwright.Locator.ScreenshotOptions().setPath(folder.resolve("charts-$name-${shape}.png")))
            assert page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
        }

        where:
        shape         | width | dark
        'wide-light'  | 1360  | false
        'wide-dark'   | 1360  | true
        'phone-light' | 390   | false
    }

    def 'what is not ours is unchanged, and its licence is there'() {
        given:
        def assets = '/dev/steward/web/assets/'
        def lines = getClass().getResource(assets + 'vendored.txt').readLines().findAll { !it.startsWith('#') }

        expect:
        lines.size() == 3
        lines.every { line ->
            def (sum, name) = line.split(/\s+/)
            MessageDigest.getInstance('SHA-256').digest(getClass().getResource(assets + name).bytes).encodeHex().toString() == sum
        }
        getClass().getResource(assets + 'uPlot.LICENSE.txt').text.contains('The MIT License')
    }
}

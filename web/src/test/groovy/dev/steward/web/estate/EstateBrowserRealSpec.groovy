package dev.steward.web.estate

import com.microsoft.playwright.Locator
import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PvePath
import dev.steward.web.Browser
import dev.steward.web.Contrast
import dev.steward.web.Estate
import dev.steward.web.WebFixture
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The estate's pages in real Chromium, on simulated clusters that live. */
class EstateBrowserRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup Browser browser = new Browser()
    @Shared @AutoCleanup LabEstate estate
    @Shared @AutoCleanup WebFixture web
    Page page

    def setupSpec() {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).silent('away').open()
        web = new WebFixture(dir.resolve('web'), Instant.now(), estate.estates)
        new Estate(web).build(Instant.now())
        web.time.set(Instant.now())
        estate.estates.start()
    }

    def setup() {
        browser.complaints.clear()
        page = browser.page(origin: web.url)
    }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    private String row(String id) { page.locator('table.guests tbody tr', new Page.LocatorOptions().setHasText(id)).innerText() }

    private static void seenToBe(Page page, String id, String state) {
        page.locator('table.guests tbody tr', new Page.LocatorOptions().setHasText(id)).locator(".v-$state")
                .waitFor(new Locator.WaitForOptions().setTimeout(40_000))
    }

    @Row(['N-45', 'N-63'])
    def 'a guest that is started is seen to run without the page being loaded again'() {
        given:
        page.navigate(web.url + '/estate')
        page.evaluate("window.same = true")

        expect:
        row('lxc/103').contains('stopped')

        when:
        estate.apis[0].post(PvePath.of('nodes', 'pve1', 'lxc', 103, 'status', 'start'), [:])

        then:
        seenToBe(page, 'lxc/103', 'running')
        page.evaluate('window.same') == true
        page.locator('#live').innerText() == 'live'
    }

    def 'what is typed into the filter stays while the lists renew themselves; a filter narrows, a head sorts'() {
        given:
        page.navigate(web.url + '/estate')

        when:
        page.fill('[name=tag]', 'prod')
        page.locator('form.filter button').click()

        then:
        page.locator('table.guests tbody tr').count() == 2
        page.url().contains('tag=prod')

        when:
        page.locator('table.guests th a', new Page.LocatorOptions().setHasText('Guest')).click()
        page.locator('table.guests th a', new Page.LocatorOptions().setHasText('Guest')).click()

        then:
        page.locator('table.guests th[aria-sort=descending]').innerText().startsWith('Guest')
        page.locator('table.guests tbody tr').first().innerText().contains('web-1')

        when:
        page.locator('.chips a').first().click()

        then:
        page.locator('table.guests tbody tr').count() == 6
    }

    def 'from the estate to a node, to a guest, to the run that changed it'() {
        when:
        page.navigate(web.url + '/estate')
        page.locator('table.nodes a', new Page.LocatorOptions().setHasText('pve1')).click()
        page.locator('h1').innerText() == 'pve1'
        page.locator('table.guests a', new Page.LocatorOptions().setHasText('docker-1')).click()

        then:
        page.locator('h1').innerText() == 'docker-1 qemu/201'
        page.locator('figure.chart').count() == 4

        when:
        page.locator('.ledger a').first().click()

        then:
        page.url() =~ /\/runs\/\d+$/
    }

    def 'axe finds nothing serious, the contrast is enough, and nothing sticks out: #path, dark #dark, #width wide'() {
        given:
        def seen = browser.page(origin: web.url, dark: dark, width: width)
        String axe = getClass().getResource('/axe.min.js').text

        when:
        seen.navigate(web.url + path)
        seen.evaluate(axe)
        def found = seen.evaluate("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes[0].html))")

        then:
        found == []
        seen.evaluate(Contrast.SCRIPT) == []
        seen.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

        cleanup:
        seen?.context()?.close()

        where:
        [path, dark, width] << [['/', '/estate', '/estate?tag=prod', '/estate/clusters/home', '/estate/clusters/away', '/estate/clusters/home/nodes/pve1',
                                 '/estate/clusters/home/guests/201', '/estate/graph'], [false, true], [1360, 390]].combinations().findAll { (!it[1] && it[2] == 1360) || it[0] =~ /101|201|estate$/ && !(it[1] && it[2] == 390) }
    }

    def 'every page is read without scripts: #path'() {
        given:
        def plain = browser.page(script: false, origin: web.url)

        when:
        plain.navigate(web.url + path)

        then:
        plain.locator('main').innerText().contains(text)

        cleanup:
        plain?.context()?.close()

        where:
        path                              | text
        '/estate'                         | '[Requires agent]'
        '/estate/clusters/home'           | 'needed for quorum'
        '/estate/clusters/home/nodes/pve1'| 'mean 8 %'
        '/estate/clusters/home/guests/101'| 'nesting=1'
        '/estate/graph'                   | 'Topology'
    }

    def 'eight nodes and five hundred guests are there at once, and stay live'() {
        given:
        def many = PveLab.cluster('full').nodes(8)
        (0..<500).each { i -> many.lxc(1000 + i, "service-$i") { it.running(Duration.ofMinutes(10L + i)).node("pve${i % 8 + 1}") } }
        def big = new LabEstate(dir.resolve('big')).with('full', many).open()
        def full = new WebFixture(dir.resolve('fullweb'), Instant.now(), big.estates)
        def seen = browser.page(origin: full.url)
        full.get('/estate')

        when:
        long begun = System.nanoTime()
        def answer = full.get('/estate')
        long served = Duration.ofNanos(System.nanoTime() - begun).toMillis()
        seen.navigate(full.url + '/estate')

        then:
        served < 2000
        answer.body().length() < 1_500_000
        seen.locator('table.guests tbody tr').count() == 500
        seen.locator('#live').innerText() == 'live'

        when:
        big.apis[0].post(PvePath.of('nodes', 'pve1', 'lxc', 1000, 'status', 'stop'), [:])
        big.estates.start()

        then:
        seenToBe(seen, 'lxc/1000', 'stopped')

        cleanup:
        seen?.context()?.close()
        full?.close()
        big?.close()
    }
}

package dev.steward.web

import com.microsoft.playwright.Page
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.OffsetDateTime
import java.time.ZoneOffset
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The page of servers in real Chromium. */
class ServersPageRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser

    def setupSpec() {
        web = new WebFixture(dir)
        row('site-a', 'steward-1.example', 'site-a,gpu', Duration.ofDays(3), null, false)
        row('site-b', 'steward-2.example', 'site-b,datacentre-frankfurt,gpu,arm64,backup', Duration.ofHours(5), null, true)
        row('site-c', 'steward-3.example', 'site-c', Duration.ofDays(9), Duration.ofHours(2), false)
        browser = new Browser()
    }

    private void row(String name, String host, String labels, Duration since, Duration ended, boolean draining) {
        def at = { Duration ago -> ago == null ? null : OffsetDateTime.ofInstant(web.time.now() - ago, ZoneOffset.UTC) }
        web.store.connections().connection.withCloseable { db ->
            def insert = db.prepareStatement('insert into server (id, name, host, version, labels, kind, started_at, beat_at, draining, ended_at) values (?, ?, ?, ?, ?, ?, ?, current_timestamp, ?, ?)')
            [name, name, host, '0.1.0', labels, 'serve', at(since), draining, at(ended)].eachWithIndex { value, i -> insert.setObject(i + 1, value) }
            insert.executeUpdate()
        }
    }

    /** As each does every few seconds; a browser may take longer to come up. */
    private void beat() {
        web.store.connections().connection.withCloseable { it.createStatement().execute('update server set beat_at = current_timestamp where ended_at is null') }
    }

    def 'an admin finds the servers, their states in words, and the page has its pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        beat()
        Page page = browser.page(origin: web.url, width: width, height: height, dark: dark)

        when:
        page.navigate(web.url + '/sign-in?next=/admin')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main form button')
        page.navigate(web.url + '/admin')
        page.click('main a:has-text("Servers")')
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("servers-${shape}.png")).setFullPage(true))

        then:
        page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
        page.evaluate('[...document.querySelectorAll("tr[data-row]")].every(row => [...row.cells].every(cell => innerWidth < 600 || cell.offsetHeight === row.offsetHeight))')
        page.locator('tr[data-row]:has-text("site-a")').innerText().with { it.contains('at work') && it.contains('gpu') && it.contains('steward-1.example') }
        page.locator('tr[data-row]:has-text("site-b")').innerText().with { it.contains('draining') && it.contains('it can be restarted') && it.contains('Begin runs again') }
        page.locator('tr[data-row]:has-text("site-c")').innerText().contains('ended')

        when: 'one is drained, and begins again'
        String asked = null
        page.onceDialog { asked = it.message(); it.accept() }
        page.click('tr[data-row]:has-text("site-a") button:has-text("Drain")')

        then:
        asked == 'Drain site-a? It begins nothing new; what is at work there goes on.'
        page.waitForSelector('tr[data-row]:has-text("site-a") button:has-text("Begin runs again")').click()
        page.waitForSelector('tr[data-row]:has-text("site-a") button:has-text("Drain")') != null
        browser.complaints == []

        cleanup:
        page?.context()?.close()

        where:
        shape         | width | height | dark
        'light-wide'  | 1280  | 800    | false
        'dark-phone'  | 390   | 844    | true
    }
}

package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.runner.store.alert.Alerts
import dev.steward.runner.store.alert.Silences
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The page of alerts in real Chromium. */
class AlertsPageRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser

    def setupSpec() {
        web = new WebFixture(dir)
        raise('node', 'node/pve2', 'error', 'Node pve2 of home is offline')
        raise('storage', 'storage/pve1/local', 'warning', 'Storage local on pve1 of home 93 % used (186.0 GiB of 200.0 GiB), more than 90 %')
        raise('cpu', 'node/pve1', 'warning', 'Node pve1 of home: processors 97 % used, more than 90 %')
        raise('quorum', 'cluster', 'error', 'Quorum lost: cluster home, not seen: pve2')
        raise('ups', 'ups/rack', 'warning', 'rack cannot be seen: no answer from 192.0.2.164:3493; its last word was OL', 'steward')
        raise('missed', 'schedule/nightly', 'warning', 'Schedule nightly missed its fire of Sat 2026-11-21 03:00 +00:00: Steward was not running', 'steward')
        raise('patches', 'host/web-1', 'warning', 'Updates of web-1 wait for 31 days: 12 pending', 'steward')
        web.store.alerts().clear(4, 'Quorum restored: cluster home', web.time.now())
        web.store.alerts().acknowledge(2, 'anna', 'a larger disk comes on Monday', web.time.now())
        web.store.silences().add(new Silences.Draft('cpu', 'node/*', 'the yearly reckoning', 'anna', web.time.now().plus(Duration.ofHours(8))), web.time.now())
        browser = new Browser()
    }

    private void raise(String kind, String subject, String severity, String title, String cluster = 'home') {
        web.store.alerts().raise(new Alerts.Draft("$kind:$cluster/$subject", kind, cluster, subject, severity, title, ''), web.time.now().minus(Duration.ofMinutes(12)))
    }

    def 'a person acknowledges an alert and silences a kind, and the page has its pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(origin: web.url, width: width, height: height, dark: dark)

        when:
        page.navigate(web.url + '/sign-in?next=/alerts')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main form button')
        page.navigate(web.url + '/alerts')
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("alerts-${shape}.png")).setFullPage(true))

        then:
        page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
        page.locator('section:has(#open) li').count() == 6
        page.locator('section:has(#open)').innerText().with { it.contains('by anna: a larger disk comes on Monday') && it.contains('the yearly reckoning') }

        when:
        page.locator('section:has(#channels) li:has-text("mail") button').click()

        then:
        page.locator('section[role=status]').innerText().contains('mail: sent')
        browser.complaints == []

        cleanup:
        page?.context()?.close()

        where:
        shape         | width | height | dark
        'light-wide'  | 1280  | 800    | false
        'dark-phone'  | 390   | 844    | true
    }
}

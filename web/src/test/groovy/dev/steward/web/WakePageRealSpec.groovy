package dev.steward.web

import com.microsoft.playwright.Page
import com.microsoft.playwright.options.LoadState
import com.sun.net.httpserver.HttpServer
import dev.steward.house.Row
import dev.steward.runner.wake.WakeLab
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.CountDownLatch
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A person with a link, in real Chromium: the page, its button, the wait, and the way to the guest. */
class WakePageRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WakeLab lab
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser
    @Shared HttpServer media
    Page page

    def setupSpec() {
        media = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        media.createContext('/') { exchange ->
            byte[] text = '<!doctype html><title>Media</title><h1>The films</h1>'.bytes
            exchange.responseHeaders.add('Content-Type', 'text/html')
            exchange.sendResponseHeaders(200, text.length)
            exchange.responseBody.withCloseable { it.write(text) }
        }
        media.start()
        web = new WebFixture(dir, Instant.now().truncatedTo(ChronoUnit.SECONDS), null, { store, time ->
            lab = new WakeLab(store, time, [WakeLab.rule('media', 103, url: "http://127.0.0.1:$media.address.port/films/" as String, idle: Duration.ofMinutes(20)),
                                            WakeLab.rule('pve2', 0, node: 'pve2')], { it.lxc(103, 'media') {} })
            lab.wakes
        })
        browser = new Browser()
    }

    def cleanupSpec() { media?.stop(0) }

    def setup() {
        browser.complaints.clear()
        page = browser.page()
    }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    private static void shot(Page page, String name) {
        Path to = Files.createDirectories(Path.of('target/screenshots')).resolve("${name}.png")
        page.screenshot(new Page.ScreenshotOptions().setPath(to))
    }

    @Row('X-35')
    def 'a visitor opens a link, wakes the guest and is taken to it'() {
        given:
        lab.look()
        String token = lab.wakes.link('media', Duration.ofDays(1), 'anna').token()

        when:
        page.navigate("$web.url/w/media/$token")

        then:
        page.locator('h1').last().textContent() == 'media'
        page.locator('.visit').textContent().contains('It sleeps')
        shot(page, 'wake-asleep')

        when:
        lab.knock = new CountDownLatch(1)
        page.getByText('Wake it').click()
        page.waitForLoadState(LoadState.LOAD)

        then: 'nobody answers yet'
        page.locator('.visit').textContent().contains('It is being woken')
        shot(page, 'wake-waking')

        when:
        lab.doors["10.99.8.104:${media.address.port}".toString()] = media.address.port
        lab.knock.countDown()
        page.waitForURL("http://127.0.0.1:$media.address.port/films/")

        then:
        page.locator('h1').textContent() == 'The films'
        lab.lab.guest(103).running()
    }

    def 'who steers sees what sleeps, makes a link, and begins maintenance'() {
        given:
        page.navigate("$web.url/sign-in?next=/wake")
        page.locator('input[name=token]').fill(WebFixture.TOKEN)
        page.locator('main button.primary').click()

        when:
        page.locator('#media').getByText('New link').click()

        then:
        page.locator('section[role=status] code').textContent().startsWith('/w/media/')
        shot(page, 'wake-links')

        when:
        page.locator('input[name=reason]').fill('new switch')
        page.getByText('Begin maintenance').click()

        then:
        page.locator('.badge.warn').first().textContent().contains('new switch')
        lab.maintenance.now().get().reason() == 'new switch'
        shot(page, 'wake-maintenance')

        when: 'a visitor comes meanwhile'
        String token = lab.wakes.link('media', Duration.ofDays(1), 'anna').token()
        page.navigate("$web.url/w/media/$token")

        then:
        page.locator('.problem').textContent().contains('new switch')
        page.locator('.visit button').count() == 0

        cleanup:
        lab.maintenance.end()
    }
}

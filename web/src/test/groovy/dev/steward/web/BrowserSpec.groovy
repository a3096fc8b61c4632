package dev.steward.web

import com.microsoft.playwright.Page
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The pages of a small estate with a history, in real Chromium; a complaint of the browser fails the feature. */
abstract class BrowserSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser
    @Shared Estate estate
    @Shared long running
    @Shared long failed
    Page page

    def setupSpec() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS)
        web = new WebFixture(dir, now)
        estate = new Estate(web)
        running = estate.build(now)
        failed = running - 1
        browser = new Browser()
    }

    def setup() {
        browser.complaints.clear()
        page = browser.page(origin: web.url)
        page.onDialog { it.accept() }
    }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    protected void open(String path) { page.navigate(web.url + path) }
}

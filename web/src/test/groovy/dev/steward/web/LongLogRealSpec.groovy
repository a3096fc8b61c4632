package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** A run that printed a million lines and goes on, in Chromium and by REST. */
@Timeout(900)
class LongLogRealSpec extends Specification {

    static final int LINES = 1_000_000
    static final int NEEDLE = 654_321

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser
    @Shared EventLog log
    @Shared long run
    Page page
    PollingConditions soon = new PollingConditions(timeout: 30, delay: 0.1)

    def setupSpec() {
        web = new WebFixture(dir, Instant.now().truncatedTo(ChronoUnit.SECONDS))
        browser = new Browser()
        log = web.stored.begin()
        run = web.stored.lastRun
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1', 'db-1']))
        ['web-1', 'db-1'].each { log.append(web.stored.taskStarted(it)) }
        (5..LINES).each { n ->
            if (n == 400_000 || n == 800_000) {
                log.append(web.stored.taskFinished('db-1', Status.FAILED, "E: broke at $n"))
            } else {
                log.append(web.stored.output(n % 2 ? 'web-1' : 'db-1', n == NEEDLE ? 'a needle in the hay' : "Setting up package $n"))
            }
        }
        log.append(web.stored.output('web-1', 'the last line so far'))
    }

    def setup() {
        browser.complaints.clear()
        page = browser.page(origin: web.url)
        page.setDefaultTimeout(120_000)
    }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    private String text() { page.locator('.log').innerText() }

    @Row('W-02')
    def 'a person opens it, searches, goes from error to error, hands on a line and follows it'() {
        when: 'it is opened'
        page.navigate("$web.url/runs/$run/log")

        then: 'a piece of it, and where that is'
        page.locator('.bar .meta').innerText() == "events 1 to 500 of ${LINES + 1}"
        page.locator('.log .l').count() == 500

        when: 'something is looked for that stands far behind'
        page.fill('.logsearch input[type=search]', 'NEEDLE in')
        page.click('.logsearch button')

        then:
        page.waitForSelector('.found.at').innerText().contains('Hit 1 of 1')
        page.locator('.l .hit').innerText() == 'needle in'
        page.url().endsWith("at=$NEEDLE#e$NEEDLE")

        when: 'the errors'
        page.navigate("$web.url/runs/$run/log?errors=1")

        then:
        page.locator('.found').innerText().contains('Error 1 of 2')
        text().contains('E: broke at 400000')

        when:
        page.click('a[rel=next]')
        page.waitForSelector('text=Error 2 of 2')

        then:
        text().contains('E: broke at 800000')

        when: 'the address of a line, opened by somebody else'
        String link = page.locator('#e800000 a.n').getAttribute('href')
        page.navigate("$web.url$link")

        then:
        page.locator('#e800000').innerText().contains('E: broke at 800000')
        soon.eventually {
            assert page.evaluate("(() => { const at = document.querySelector('#e800000').getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; })()")
        }

        when: 'the run is followed'
        page.navigate("$web.url/runs/$run")
        page.waitForSelector('#live.on')
        log.append(web.stored.output('web-1', 'said while somebody looks'))

        then:
        page.waitForSelector('#log .l:has-text("said while somebody looks")')
        page.locator('#log .l').count() < 1_000
        page.locator('.earlier').innerText() ==~ /999[5-9]\d\d .*/
    }

    @Row('W-02')
    def 'by REST it is read from anywhere and searched, each answer bounded: #path'() {
        when:
        def answer = web.get("/api/v1/runs/$run/$path")

        then:
        answer.statusCode() == 200
        answer.body().length() < 200_000
        answer.body().contains(said)

        where:
        path                                   || said
        'events?after=999000&limit=500'        || 'Setting up package 999400'
        'events?after=654320&limit=1'          || 'a needle in the hay'
        'log?q=needle'                         || 'a needle in the hay'
        'log?errors=1'                         || 'E: broke at 800000'
    }

    @Row('W-02')
    def 'the whole of it is downloaded while the memory stays what it was'() {
        given:
        def heap = { System.gc(); (Runtime.runtime.totalMemory() - Runtime.runtime.freeMemory()).intdiv(1 << 20) }
        long before = heap()

        when:
        long lines = 0
        long most = 0
        new URL("$web.url/runs/$run/log.txt").withReader('UTF-8') { reader ->
            while (reader.readLine() != null) {
                if (++lines % 250_000 == 0) {
                    most = Math.max(most, heap())
                }
            }
        }

        then:
        lines >= LINES
        most - before < 200
    }
}

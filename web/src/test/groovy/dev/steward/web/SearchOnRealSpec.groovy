package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.store.ManyRuns
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.atomic.AtomicLong
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A search through a history that no single look sees the end of: for the store each reading of the clock is 200 ms later. */
class SearchOnRealSpec extends Specification {

    static final int RUNS = 12_000

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser

    def setupSpec() {
        def clock = new SettableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS))
        web = new WebFixture(dir, clock, null, null, null, new Hurrying(clock: clock))
        new ManyRuns(web.store.connections()).add(RUNS)
        browser = new Browser()
    }

    @Row('W-16')
    def 'the page is there after one short look, and fills itself until it is full or nothing is left: #query'() {
        given:
        Page page = browser.page(origin: web.url)

        expect: 'what the server answers first has not seen everything, and says so'
        web.get("/runs?$query").body().with { it.contains('Searched back to') && it.contains('Go on searching') }

        when:
        page.navigate("$web.url/runs?$query")
        page.waitForSelector('.found-runs:not(:has(.further))')

        then: 'each run once, the newest first'
        List<Integer> ids = page.locator('.found-runs tbody .id').allInnerTexts().collect { it.drop(1) as int }
        ids == (RUNS..1).findAll(which).take(50)
        page.locator('.pager [rel=next]').count() == older
        page.locator('.found-runs .empty').allInnerTexts() == empty
        browser.complaints == []

        cleanup:
        page?.context()?.close()

        where:
        query                  | which                                 || older | empty
        'status=lost'          | { it % 997 == 0 }                     || 0     | []
        'q=could+not+get+lock' | { it % 97 == 0 }                      || 1     | []
        'q=no+such+words'      | { false }                             || 0     | ['No run matches. Show all runs']
    }

    def 'a search whose server goes away says so, and its link stays'() {
        given:
        Page page = browser.page()
        page.route('**/parts/older**', { it.abort() })

        when:
        page.navigate("$web.url/runs?status=lost")
        page.waitForSelector('#toast:not([hidden])')

        then:
        page.locator('#toast').innerText() == 'Steward does not answer; the search ended early.'
        page.locator('text=Go on searching').visible
        !page.locator('.looking').visible

        when: 'the part of the page that renews itself is answered'
        page.waitForResponse({ it.url().contains('/parts/running') && it.ok() }, {})
        page.waitForTimeout(200)

        then: 'the search has ended early all the same'
        page.locator('#toast').innerText() == 'Steward does not answer; the search ended early.'

        cleanup:
        page?.context()?.close()
        browser.complaints.clear()
    }

    def 'without scripts it goes on by its link'() {
        given:
        Page page = browser.page(origin: web.url, script: false)
        Set<String> seen = []

        when:
        page.navigate("$web.url/runs?status=lost")
        seen.addAll(page.locator('.found-runs tbody .id').allInnerTexts())
        for (int i = 0; i < 60 && page.locator('text=Go on searching').count(); i++) {
            page.click('text=Go on searching')
            seen.addAll(page.locator('.found-runs tbody .id').allInnerTexts())
        }

        then:
        seen.size() == RUNS.intdiv(997)
        page.locator('.looking').count() == 0 || !page.locator('.looking').first().visible

        cleanup:
        page?.context()?.close()
    }

    static class Hurrying implements Time {

        SettableTime clock
        final AtomicLong hurried = new AtomicLong()

        @Override
        Instant now() { clock.now() }

        @Override
        long nanos() { clock.nanos() + hurried.addAndGet(200_000_000) }

        @Override
        void sleep(Duration duration) { clock.sleep(duration) }
    }
}

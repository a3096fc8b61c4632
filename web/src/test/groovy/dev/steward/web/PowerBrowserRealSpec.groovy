package dev.steward.web

import com.microsoft.playwright.Page
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The page Power in real Chromium: live, for everybody, and never pulled from under somebody who types. */
class PowerBrowserRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser
    Page page

    def setupSpec() {
        web = new WebFixture(dir)
        browser = new Browser()
    }

    def setup() {
        browser.complaints.clear()
        web.power.outage = Optional.empty()
        web.power.state = dev.steward.runner.power.PowerState.ONLINE
        web.power.armed = true
        web.power.house()
    }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    def 'an outage appears without a reload, and what somebody types meanwhile stays'() {
        given:
        page = browser.page(origin: web.url)
        page.navigate("$web.url/sign-in?next=/power")
        page.locator('input[name=token]').fill(WebFixture.TOKEN)
        page.locator('main button.primary').click()
        page.locator('#live.on').waitFor()
        page.locator('#disarm summary').click()
        page.locator('#disarm input[name=reason]').fill('the electrician is here')

        when:
        web.power.onBattery()

        then:
        page.getByText('on battery for').waitFor()
        page.locator('.phases li.p-running b').textContent() == 'Shut down pve-node2'
        page.locator('#disarm input[name=reason]').inputValue() == 'the electrician is here'
        page.locator('#disarm').getAttribute('open') != null

        when:
        page.locator('#disarm input[name=plan]').fill('UPS shutdown')
        page.locator('#disarm input[name=token]').fill(WebFixture.TOKEN)
        page.locator('#disarm button').click()
        page.locator('.banner.bad').waitFor()

        then:
        web.power.asked.last().take(2) == ['arm', false]
        page.locator('.banner').textContent().contains('DISARMED')
    }

    def 'axe finds nothing serious: #state, dark #dark, #width wide'() {
        given:
        if (state == 'outage') {
            web.power.onBattery()
        }
        web.power.armed = state != 'disarmed'
        web.power.runtime = Duration.ofMinutes(state == 'outage' ? 5 : 21)
        web.time.advance(Duration.ofSeconds(31))
        web.get('/power')
        page = browser.page(origin: web.url, dark: dark, width: width)
        page.navigate("$web.url/sign-in?next=/power")
        page.locator('input[name=token]').fill(WebFixture.TOKEN)
        page.locator('main button.primary').click()
        page.locator('.budget').waitFor()
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

        when:
        page.evaluate(getClass().getResource('/axe.min.js').text)
        def found = page.evaluate("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes[0].html))")

        then:
        found == []
        page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

        where:
        [state, dark, width] << [['mains', 'outage', 'disarmed'], [false, true], [1360, 390]].combinations()
    }

    def 'it is read without scripts'() {
        given:
        web.power.onBattery()
        page = browser.page(script: false, origin: web.url)

        when:
        page.navigate("$web.url/power")

        then:
        page.locator('main').innerText().contains('Shut down pve-node2')
    }
}

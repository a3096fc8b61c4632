package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.runner.account.PlaybookLimit
import dev.steward.runner.account.Role
import dev.steward.runner.account.Totp
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What a person keeps of their own, in a browser: set-up, second factor, tokens and sessions. */
class YouRealSpec extends Specification {

    private static final Path SHOTS = Path.of('target/screenshots/you')

    @Shared @TempDir Path dir
    @Shared @AutoCleanup Browser browser = new Browser()
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir.resolve(UUID.randomUUID() as String)) }

    private void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Files.createDirectories(SHOTS).resolve(name + '.png')).setFullPage(true))
    }

    /** What axe and a ruler find on the page as it is now. */
    private List found(Page page) {
        page.evaluate(getClass().getResource('/axe.min.js').text)
        List serious = page.evaluate("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes[0].html))")
        serious + (page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth') ? [] : ['scrolls sideways'])
    }

    private void signIn(Page page, String name) {
        page.navigate(web.url + '/sign-in?next=/you')
        page.fill('input[name=name]', name)
        page.fill('input[name=password]', People.PASSWORD)
        page.click("form:has(input[name=name]) button")
    }

    def 'from the first account to a second factor and back in with it: #width wide, dark #dark'() {
        given:
        browser.complaints.clear()
        def page = browser.page(width: width, dark: dark, origin: web.url)
        page.onDialog { it.accept() }
        String look = "$width-${dark ? 'dark' : 'light'}"

        when: 'the first account'
        page.navigate(web.url + '/setup')
        shot(page, "setup-$look")
        def setUp = found(page)
        page.fill('input[name=code]', web.server.setupCode().get())
        page.fill('input[name=name]', 'ada')
        page.fill('input[name=password]', People.PASSWORD)
        page.click('text=Make the account')
        page.waitForURL(web.url + '/you')

        and: 'a token'
        page.fill('input[name=name]', 'backup-script')
        page.click('text=Make the token')
        page.waitForSelector('code.secret')
        shot(page, "you-$look")
        def you = found(page)

        and: 'a second factor'
        page.navigate(web.url + '/you/second-factor')
        page.click('text=Set it up')
        page.waitForSelector('svg.qr')
        shot(page, "second-factor-$look")
        def second = found(page)
        String secret = page.locator('code.secret').innerText().replace(' ', '')
        page.fill('input[name=code]', Totp.code(secret, Totp.step(web.time.now())))
        page.click('text=Turn it on')
        String recovery = page.locator('ul.codes code').first().innerText()
        shot(page, "recovery-$look")
        def codes = found(page)

        and: 'back in with it'
        page.context().clearCookies()
        signIn(page, 'ada')
        shot(page, "code-$look")
        def asked = found(page)
        page.fill('input[name=code]', recovery)
        page.click('main button')
        page.waitForURL(web.url + '/you')

        then:
        [setUp, you, second, codes, asked].flatten() == []
        page.locator('main').innerText().contains('It is on: signing in asks for a code')
        browser.complaints == []

        cleanup:
        page?.context()?.close()

        where:
        [width, dark] << [[1280, 390], [false, true]].combinations()
    }

    def 'accounts and tokens are read and kept: #width wide, dark #dark'() {
        given:
        browser.complaints.clear()
        def people = new People(web)
        people.add('ada', Role.ADMIN)
        people.add('otto', Role.OPERATOR)
        people.add('vera', Role.VIEWER)
        web.store.accounts().playbooks('otto', PlaybookLimit.of('update-*, backup'))
        people.post('/you/tokens', people.cookie('otto'), 'name=nightly-backup&scope=operate&playbooks=backup*&expires=90d')
        def page = browser.page(width: width, dark: dark, origin: web.url)

        when:
        signIn(page, 'ada')
        page.navigate(web.url + '/accounts')
        shot(page, "accounts-$width-${dark ? 'dark' : 'light'}")
        def accounts = found(page)
        page.navigate(web.url + '/tokens')
        shot(page, "tokens-$width-${dark ? 'dark' : 'light'}")
        def tokens = found(page)

        then:
        accounts + tokens == []
        page.locator('main').innerText().contains('nightly-backup')
        browser.complaints == []

        cleanup:
        page?.context()?.close()

        where:
        [width, dark] << [[1280, 390], [false, true]].combinations()
    }
}

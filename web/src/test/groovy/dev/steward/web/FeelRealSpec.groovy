package dev.steward.web

import com.microsoft.playwright.Page
import com.microsoft.playwright.Page.EmulateMediaOptions
import com.microsoft.playwright.Page.ScreenshotOptions
import com.microsoft.playwright.options.ColorScheme
import com.microsoft.playwright.options.Cookie
import dev.steward.house.Row
import dev.steward.web.page.Pages
import java.nio.file.Files
import java.nio.file.Path
import java.util.function.Consumer
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * How every page feels, in real Chromium; the list of pages is the server's own, so that a new one is looked at too.
 * With -Dsteward.shots=all each is drawn into target/screenshots/feel, wide and on a phone, in light and in dark.
 */
class FeelRealSpec extends Specification {

    private static final Path SHOTS = Path.of('target/screenshots/feel')

    @Shared @TempDir Path dir
    @Shared @AutoCleanup Browser browser = new Browser()
    @Shared @AutoCleanup FullHouse house
    @Shared List<String> pages
    /** One for all, so that styles and scripts are fetched once. */
    @Shared Page page
    /** One where what renews itself does so fifty times as often, and what the policy refuses is kept. */
    @Shared Page used

    def setupSpec() {
        house = new FullHouse(dir)
        pages = house.pages()
        page = signedIn()
        used = signedIn()
        used.addInitScript('''const slow = setInterval; window.setInterval = (work, time) => slow(work, time / 50);
            window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective + ' ' + e.blockedURI))''')
    }

    def setup() { browser.complaints.clear() }

    def cleanup() {
        [page, used]*.navigate('about:blank')
        assert browser.complaints == []
    }

    /** A browser of somebody who may see everything. */
    private Page signedIn(Map how = [:]) {
        Page page = browser.page(how)
        [house.web, house.fresh].each { page.context().addCookies([new Cookie(*house.cookie.split('=', 2)).setUrl(it.url)]) }
        page
    }

    private void open(String path, int width, boolean dark) {
        page.setViewportSize(width, width > 600 ? 860 : 844)
        dress(dark)
        page.navigate(house.url(path))
        ask(page)
        page.evaluate('feel.open()')
    }

    private void dress(boolean dark) { page.emulateMedia(new EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)) }

    private static void ask(Page page) { ['axe.min.js', 'feel.js'].each { page.evaluate(script(it)) } }

    private static String script(String name) { FeelRealSpec.getResource('/' + name).text }

    private void shot(String path, String look) {
        if (!System.getProperty('steward.shots')) return
        page.screenshot(new ScreenshotOptions().setPath(Files.createDirectories(SHOTS).resolve(path.replaceAll('[^a-z0-9]+', '-') + "-${look}.png")).setFullPage(true))
    }

    def 'every way in that reads has an example here, and answers it'() {
        expect:
        house.reading().collectMany { house.addresses(it) }.collectEntries { [it, it.contains('{') ? 'no example' : house.status(it)] }.findAll { it.value != 200 } == [:]
        pages.size() > 35
        Pages.MENU.every { it.path() in pages }
    }

    @Row(['W-11', 'W-14'])
    def 'axe finds nothing serious on #path, in light and in dark, and the focus of the keyboard is always seen'() {
        given:
        open(path, 1280, false)

        expect:
        page.evaluate('feel.axe()') == []

        when:
        shot(path, 'wide-light')
        dress(true)

        then: 'what dark changes is colours'
        page.evaluate('feel.axe(["color-contrast", "link-in-text-block"])') == []

        when:
        shot(path, 'wide-dark')
        page.keyboard().press('Tab')

        then:
        page.evaluate('feel.focus()') == []

        where:
        path << pages
    }

    @Row('W-12')
    def 'on #path nothing is asked of another origin and nothing runs that stands in the page, while it is used'() {
        given:
        List<String> asked = [].asSynchronized()
        def ask = { asked << it.url() } as Consumer
        used.onRequest(ask)

        when: 'it is opened, every field is typed into, every part renews itself, and what the keyboard does is done'
        def answer = used.navigate(house.url(path))
        String text = answer.text()
        used.evaluate(script('feel.js'))
        used.evaluate('feel.open()')
        used.locator('#find, #limit').all().each { it.pressSequentially('ct-1') }
        used.evaluate('document.activeElement.blur()')
        ['j', 'k', '?', 'Escape'].each { used.keyboard().press(it) }
        3.times { used.click('#theme') }
        used.evaluate('scrollTo(0, document.body.scrollHeight)')
        used.waitForTimeout(250)

        then:
        asked.findAll { !it.startsWith(house.origin(path) + '/') && !it.startsWith('data:') } == []
        used.evaluate('broken') == []
        strict(answer.headers()['content-security-policy'])
        used.evaluate('text => feel.inline(text)', text) == []

        cleanup:
        used.offRequest(ask)

        where:
        path << pages
    }

    @Row('W-13')
    def 'on a phone #path does not scroll sideways, and axe finds nothing serious there'() {
        given:
        open(path, 390, true)

        expect:
        page.evaluate('feel.sideways()') == []
        page.evaluate('feel.axe()') == []

        when:
        shot(path, 'phone-dark')
        dress(false)
        shot(path, 'phone-light')
        page.keyboard().press('Tab')

        then:
        page.evaluate('feel.focus()') == []

        where:
        path << pages
    }

    @Row('W-12')
    def 'the header is there also on what is no page, for who is not signed in, and where something is wrong: #path'() {
        expect:
        strict(house.web.send(verb, path).headers().firstValue('Content-Security-Policy').get())

        where:
        verb   | path
        'GET'  | '/sign-in'
        'GET'  | '/nowhere'
        'GET'  | '/runs/999'
        'GET'  | '/accounts'
        'GET'  | '/parts/home'
        'GET'  | '/api/v1/runs'
        'POST' | '/runs/1/cancel'
        'GET'  | '/assets/0/steward.css'
    }

    def 'what is wrong would be seen: the policy is read as a browser does, and each look finds its fault'() {
        given:
        Page broken = signedIn(width: 390)
        broken.addInitScript("window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))")
        broken.navigate(house.url('/wake'))
        ask(broken)

        when:
        broken.evaluate("""document.querySelector('main').insertAdjacentHTML('afterbegin', '<p style="color: red" onclick="x()">x</p><img src="https://example.org/x.png">');
            document.querySelector('p[onclick]').click(); document.querySelector('h1').style.minWidth = '900px'; document.querySelector('h1').style.color = '#ddd'""")
        broken.waitForFunction('broken.length >= 3')
        broken.keyboard().press('Tab')
        broken.evaluate("document.querySelector('.brand').style.outline = 'none'")

        then:
        (broken.evaluate('broken') as Set) == ['style-src-attr', 'script-src-attr', 'img-src'] as Set
        broken.evaluate('text => feel.inline(text)', '<p style="a"></p><script>x</script><a onclick="x" href="javascript:x">x</a><style></style>').size() == 4
        broken.evaluate('feel.sideways()').size() > 1
        broken.evaluate('feel.axe()').collect { it.split(':')[0] }.toSet() == ['color-contrast', 'image-alt'] as Set
        broken.evaluate('feel.focus()').any { it.startsWith('no ring: <a class="brand"') }
        !strict("default-src 'self' 'unsafe-inline'")
        !strict("default-src 'none'; script-src 'self' https:; style-src 'self'")
        !strict("script-src 'self'")

        cleanup:
        broken?.context()?.close()
        browser.complaints.clear()
    }

    /** Scripts and styles from this server alone, and nothing from nowhere in particular. */
    private static boolean strict(String policy) {
        Map<String, List> all = policy.split(/;\s*/).collectEntries { it.split(' ').with { [it[0], it.tail() as List] } }
        List sources = ['script-src', 'style-src'].collectMany { all[it] ?: all['default-src'] ?: ['*'] } + (all['default-src'] ?: ['*'])
        sources.every { it in ["'self'", "'none'"] }
    }
}

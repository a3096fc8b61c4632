package dev.steward.web

import static dev.steward.runner.store.patch.PatchRun.done
import static dev.steward.runner.store.patch.PatchRun.found

import com.microsoft.playwright.Page
import dev.steward.house.Row
import dev.steward.runner.app.patch.ExceptionDesk
import dev.steward.runner.app.patch.WishReader
import dev.steward.runner.event.Cause
import dev.steward.runner.event.Status
import dev.steward.runner.store.patch.PatchException
import java.nio.file.Files
import java.nio.file.Path

/** What waits, what stays as it is, what was done, and the ledger: in real Chromium. */
class PatchPagesRealSpec extends BrowserSpec {

    static final Map WAITING = [openssl: ['3.0.13-1', '3.0.15-1', true], curl: ['7.88.1-10', '7.88.1-12', false]]

    def setupSpec() {
        def lab = web.patches
        lab.atOnce = false
        long check = begin('check', ['web-1', 'web-2', 'router'])
        lab.starts(check, 'web-1')
        lab.ends(check, 'web-1', found(WAITING, [family: 'debian', os: 'Debian GNU/Linux 12 (bookworm)', held: ['nginx'], rebootRequired: true, rebootReasons: ['linux-image-amd64 asks for it']]), Status.OK, '2 packages to be upgraded (1 security)')
        lab.starts(check, 'web-2')
        lab.ends(check, 'web-2', found([:]), Status.OK, 'nothing to do')
        lab.starts(check, 'router')
        lab.ends(check, 'router', [action: 'check', stage: 'check'], Status.FAILED, 'cannot refresh the package index: mirror.example.com does not answer')
        lab.over(check)
        long apply = begin('apply', ['web-2'])
        lab.starts(apply, 'web-2')
        lab.ends(apply, 'web-2', done([openssl: ['3.0.11-1', '3.0.15-1', true]], [:], [snapshot: 'steward-patch-20261101-030000']))
        lab.over(apply)
        lab.desk.exceptions().add(new ExceptionDesk.Wanted(PatchException.Kind.PACKAGE, 'tag', 'prod', 'php*', 'the vendor is not ready', Optional.of('14d'), 'anna'))
    }

    private long begin(String mode, List targets) {
        web.patches.desk.begin(WishReader.of([mode: mode, targets: targets, unchecked: true], new Cause(Cause.Kind.PERSON, 'anna'))).run()
    }

    private void signIn(String next) {
        open('/sign-in?next=' + next)
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main button')
    }

    private String row(String host) { page.locator("tr:has(a[href='/patches/hosts/$host'])").first().innerText() }

    @Row('N-65')
    def 'one glance says who waits, for security apart, since when, what is on hold, and what stays as it is until when'() {
        when:
        open('/patches')

        then:
        page.locator('.head .meta').innerText().contains('1 with updates waiting, 1 for security')
        page.locator('table.patches tbody tr').first().innerText().startsWith('web-1')
        row('web-1').with { it.contains('on hold: nginx') && it =~ /2\s+1\s+0 days/ && it.contains('needed') }
        row('router').contains('mirror.example.com does not answer')
        row('pve1').contains('never')
        page.locator('section:has(#holds)').innerText().with { it.contains('php* on tag prod: the vendor is not ready') && it.contains('by anna') && it =~ /ends in 1[34] days/ }
        page.locator('main form button').count() == 0
    }

    @Row('U-13')
    def 'when did openssl reach this guest? the ledger says it, by host and by package'() {
        when:
        open('/patches/ledger')
        page.fill('[name=package]', 'openssl')
        page.fill('[name=host]', 'web-2')
        page.click('.filter button')

        then:
        page.locator('table.patches tbody tr').count() == 1
        page.locator('table.patches tbody tr').innerText().with { it.contains('openssl') && it.contains('3.0.11-1 → 3.0.15-1') && it.contains('upgraded') && it =~ /run \d+/ }

        when:
        page.fill('[name=host]', 'web-1')
        page.click('.filter button')

        then:
        page.locator('main').innerText().contains('No package changed')

        when: 'a guest of its own'
        open('/patches/hosts/web-1')

        then:
        page.locator('main').innerText().with { it.contains('Debian GNU/Linux 12') && it.contains('2 waiting') && it.contains('linux-image-amd64 asks for it') }
        page.locator('section:has(#waiting) tbody tr').allInnerTexts().any { it.contains('openssl') && it.contains('security') }
    }

    def 'who has signed in looks for updates on chosen hosts, and takes a guest back'() {
        given:
        web.patches.orders.clear()
        web.patches.atOnce = true
        signIn('/patches')

        when: 'nobody is chosen'
        page.click('button[value=check]')

        then:
        page.locator('main').innerText().contains('No host is chosen')

        when:
        browser.complaints.clear()
        open('/patches')
        page.check('[value="web-2"]')
        page.check('[value="db-1"]')
        page.click('button[value=check]')

        then:
        page.url() ==~ /.*\/runs\/\d+/
        web.patches.orders*.hosts()*.toSet() == [['web-2', 'db-1'].toSet()]
        web.patches.orders[0].vars().action == 'check'

        when:
        open('/patches')
        page.locator('section:has(#work) form button').first().click()

        then:
        page.url() ==~ /.*\/runs\/\d+/
        web.patches.orders[1].vars().subMap(['guest', 'snapshot']) == [guest: 'web-2', snapshot: 'steward-patch-20261101-030000']
    }

    def 'the pages have their pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page shot = browser.page(origin: web.url, width: width, height: height, dark: dark)

        expect:
        ['patches': '/patches', 'ledger': '/patches/ledger', 'patch-host': '/patches/hosts/web-1'].each { name, path ->
            shot.navigate(web.url + path)
            assert shot.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
            shot.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("$name-${shape}.png")).setFullPage(true))
        }

        cleanup:
        shot?.context()?.close()

        where:
        shape         | width | height | dark
        'light-wide'  | 1280  | 800    | false
        'dark-wide'   | 1280  | 800    | true
        'light-phone' | 390   | 844    | false
    }
}

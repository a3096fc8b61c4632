package dev.steward.web

import com.microsoft.playwright.Page
import com.microsoft.playwright.Page.WaitForSelectorOptions
import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The main job by keyboard alone, on the packaged server that really runs it; before each key the focus is looked for. */
@Timeout(240)
class KeyboardRealSpec extends Specification {

    static final String PLAYBOOK = '''\
        playbook('Roll out') {
            vars greeting: 'hello', pause: 0
            play('Greet') {
                hosts 'all'
                tasks {
                    task('Say it') { shell "echo ${greeting}" }
                    task('Fill the disk') { shell "test ${host.name} != beta || { echo 'no space left on beta' >&2; exit 1; }" }
                    task('Wait') { command 'sleep', "${pause}" }
                }
            }
        }
        '''.stripIndent()

    @Shared @TempDir Path folder
    @Shared @AutoCleanup Packaged steward
    @Shared @AutoCleanup Browser browser = new Browser()
    Page page
    List<String> asked = []

    def setupSpec() {
        Files.writeString(folder.resolve('hosts.yml'), 'all: {hosts: {alpha: {ansible_connection: local}, beta: {ansible_connection: local}, gamma: {ansible_connection: local}}}\n')
        Files.writeString(folder.resolve('roll-out.groovy'), PLAYBOOK)
        Files.writeString(folder.resolve('all-is-well.groovy'), PLAYBOOK.replace('Roll out', 'All is well'))
        steward = new Packaged(folder)
        steward.serve('inventory: [hosts.yml]\nplaybooks: .\nschedules: {}\n')
    }

    def setup() {
        page = browser.page(origin: steward.url)
        page.addInitScript("window.mouse = 0; for (const kind of ['pointerdown', 'mousedown', 'wheel']) addEventListener(kind, () => mouse++, true);\n" + getClass().getResource('/feel.js').text)
        page.onDialog { asked << it.message(); it.accept() }
    }

    def cleanup() {
        page?.context()?.close()
        assert browser.complaints == []
    }

    private void press(String key) {
        assert page.evaluate('mouse') == 0
        page.keyboard().press(key)
    }

    /** What has the focus, in words; seen it is in any case. */
    private String at() {
        assert page.evaluate('feel.focused()') == ''
        page.evaluate('''(() => { const e = document.activeElement;
            return [e.getAttribute('aria-label'), e.labels?.[0]?.innerText, e.innerText, e.title, e.name].filter(Boolean).join(' | '); })()''')
    }

    /** Goes on with Tab until something has the focus that says so. */
    private void tabTo(String words, String key = 'Tab') {
        List<String> passed = []
        for (int i = 0; i < 90; i++) {
            press(key)
            passed << at()
            if (passed.last() =~ words) return
        }
        assert false: "'$words' was not reached: $passed"
    }

    private void type(String text) {
        press('ControlOrMeta+a')
        page.keyboard().type(text)
    }

    private void lands(String path) { page.waitForURL { String it -> new URI(it).path ==~ path } }

    private void ends(String word) { page.waitForSelector("#head[data-status=$word]", new WaitForSelectorOptions().setTimeout(60_000)) }

    private String dialog() {
        page.waitForSelector('#cell[open] .log')
        page.locator('#cell').innerText()
    }

    @Row('W-14')
    def 'signing in, finding a playbook, running it, finding the host that failed and running it again needs no mouse, #width wide'() {
        given:
        page.setViewportSize(width, 844)

        when: 'the address is opened'
        page.navigate(steward.url + '/sign-in')

        then: 'one may type at once'
        at() =~ 'Token'

        when: 'and is led to the playbooks by their keys'
        page.keyboard().type(steward.token)
        press('Enter')
        lands('/')
        press('Tab')
        String first = at()
        ['g', 'p'].each { press(it) }
        lands('/playbooks')
        ['j', 'j', 'k', 'j'].each { press(it) }

        then:
        first =~ 'Skip to the page'
        at() =~ 'Roll out'

        when: 'its form is filled in'
        press('Enter')
        lands('/playbooks/roll-out.groovy')
        tabTo('^greeting')
        type('good morning')
        tabTo('^Diff')
        press('Space')
        tabTo('^Run$')
        press('Enter')
        lands('/runs/\\d+')
        ends('failed')
        long run = (page.url() =~ /(\d+)$/)[0][1] as long

        then:
        steward.get("/api/v1/runs/$run").parameters.greeting == 'good morning'

        when: 'the failures name the host, and its output opens in place'
        tabTo('^beta$')
        press('Enter')
        String told = dialog()
        press('Escape')

        then: 'and closes to where one was'
        told.contains('no space left on beta')
        at() =~ '^beta$'

        when: 'the matrix is walked by arrows'
        tabTo('^changed')
        ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight'].each { press(it); at() }
        String cell = at()
        press('Enter')
        told = dialog()
        press('Escape')

        then:
        cell =~ '^failed'
        told.contains('no space left on beta')

        when: 'the log is found'
        tabTo('First error')
        press('Enter')
        lands('/runs/\\d+/log')

        then:
        page.locator('.l:target').innerText().contains('beta')

        when: 'and what failed is run again'
        tabTo('Run again on 1 failed', 'Shift+Tab')
        press('Enter')
        lands("/runs/(?!$run\\b)\\d+")
        ends('failed')

        then:
        page.locator('.matrix tbody tr').count() == 1
        page.evaluate('mouse') == 0

        where:
        width << [1280, 390]
    }

    @Row('W-14')
    def 'a run that goes on keeps the focus where it is, and is cancelled by keyboard'() {
        given:
        page.navigate(steward.url + '/sign-in?next=/playbooks/all-is-well.groovy')
        page.keyboard().type(steward.token)
        press('Enter')
        lands('/playbooks/all-is-well.groovy')

        when:
        tabTo('^pause')
        type('120')
        tabTo('^Limit')
        type('alpha:gamma')
        tabTo('^Run$')
        press('Enter')
        lands('/runs/\\d+')
        page.waitForSelector('a.cell.w-running')
        tabTo('^(ok|changed|running|not begun)')
        String cell = page.evaluate('document.activeElement.dataset.cell')
        page.evaluate("document.querySelector('#part-matrix').firstElementChild.dataset.old = 'true'")
        page.waitForSelector('#part-matrix > :first-child:not([data-old])', new WaitForSelectorOptions().setTimeout(30_000))

        then: 'though the matrix was put in anew meanwhile'
        cell && page.evaluate('document.activeElement.dataset.cell') == cell
        at()

        when:
        tabTo('^Cancel$', 'Shift+Tab')
        press('Enter')
        ends('cancelled')

        then:
        asked == ["Cancel run ${(page.url() =~ /(\d+)$/)[0][1]}? No new step begins; package work that has begun is finished."]
        page.evaluate('mouse') == 0
    }
}

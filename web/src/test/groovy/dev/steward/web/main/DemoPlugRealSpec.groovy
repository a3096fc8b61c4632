package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import com.microsoft.playwright.Page
import com.microsoft.playwright.options.LoadState
import dev.steward.house.Row
import dev.steward.web.Browser
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** The demo's plug, pulled in real Chromium: the outage plays out before one's eyes on the cluster in memory, and all comes back. */
@Stepwise
class DemoPlugRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @TempDir Path tmp
    @Shared Map<String, String> own = [STEWARD_JAVA_OPTIONS: "-Djava.io.tmpdir=$tmp" as String]
    @Shared int port = Launched.freePort()
    @Shared @AutoCleanup Launched demo = Launched.steward(['demo', '--port', port as String], own)
    @Shared @AutoCleanup Browser browser = new Browser()
    @Shared Page page
    @Shared Set<String> running

    private static PollingConditions within(int seconds) { new PollingConditions(timeout: seconds, delay: 0.5) }

    private Page signedIn(Launched steward, int at) {
        within(150).eventually { assert steward.said() =~ /stw_[\w-]+/ && Launched.answers(at) }
        Page page = browser.page(origin: "http://localhost:$at")
        page.navigate("http://localhost:$at/sign-in?next=/power")
        page.locator('input[name=token]').fill((steward.said() =~ /stw_[\w-]+/)[0] as String)
        page.locator('main button.primary').click()
        page.waitForLoadState(LoadState.DOMCONTENTLOADED)
        page
    }

    /** The status a server answers with when the form of the plug is sent to it. */
    private static int plugOf(Page page) {
        page.evaluate("""fetch('/power/plug', {method: 'POST', redirect: 'manual', headers: {'content-type': 'application/x-www-form-urlencoded'},
            body: 'csrf=' + document.querySelector('input[name=csrf]').value}).then(r => r.status)""") as int
    }

    private Map power() { Launched.json(port, '/api/v1/power') as Map }

    private List<String> phases() { power().outage?.phases*.state as List }

    /** What the program says beside the running demo. */
    private List<Map> steward(String what) {
        Path config = tmp.resolve(folders().first()).resolve('steward.yml')
        def asking = new ProcessBuilder([Launched.LAUNCHER as String, 'proxmox', what, '--json', '--config', config as String])
                .redirectError(ProcessBuilder.Redirect.DISCARD)
        asking.environment().putAll(own)
        new ObjectMapper().readValue(asking.start().inputStream, List)
    }

    private List<String> folders() { (tmp.toFile().list() as List).findAll { it.startsWith('steward-demo-') } }

    private Map<String, Object> nodes() { steward('nodes').collectEntries { [it.name, it.status] } }

    private Set<String> runningNow() { steward('guests').findAll { it.status == 'running' }*.name as Set }

    private List<Map> history() { Launched.json(port, '/api/v1/power/history').history as List }

    private void shot(String name) {
        Path to = Files.createDirectories(Path.of('target', 'screenshots')).resolve("demo-${name}.png")
        page.screenshot(new Page.ScreenshotOptions().setPath(to).setFullPage(true))
    }

    private void press(String button) {
        page.locator('form.plug button').getByText(button).click()
        page.waitForLoadState(LoadState.DOMCONTENTLOADED)
    }

    def 'on mains the plan fits, and the page has a plug'() {
        when:
        page = signedIn(demo, port)
        within(120).eventually { assert Launched.json(port, '/api/v1/runs').runs.find { it.id == 2 }?.finished }
        page.navigate("http://localhost:$port/power")
        page.locator('.budget').waitFor()
        running = runningNow()
        shot('mains')

        then:
        page.locator('form.plug button').textContent() == 'Pull the plug'
        page.locator('.budget .says').innerText().startsWith('Fits')
        running.size() > 10
    }

    def 'the plug out: what the page shows changes by itself, and the second node goes before the first'() {
        when:
        press('Pull the plug')

        then: 'without a reload'
        page.locator('.banner.bad').waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(30_000d))
        page.locator('.phases li.p-running b').getByText('Shut down the second node').waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(60_000d))

        when:
        shot('shedding')
        within(120).eventually { assert power().outage.phases[1].state == 'done' && nodes() == [pve1: 'online', pve2: 'offline'] }
        def between = power()

        then: 'the first node and its guests run on while it waits'
        between.state == 'shedding'
        between.outage.phases*.state == ['done', 'done', 'waiting']
        runningNow() != [] as Set

        when:
        page.locator('.phases li.p-running b').getByText('Shut down the first node').waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(90_000d))
        page.getByText('all phases are over').waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(90_000d))
        shot('dark')

        then:
        power().state == 'committed'
        page.locator('.phases li.p-done').count() == 3
    }

    @Row('P-26')
    def 'the plug in again: nodes and guests come back as they were, and the page says so'() {
        when:
        press('Plug in again')
        within(120).eventually { assert power().outage == null && power().state == 'online' }

        then:
        history()[0].ended.endsWith('everything is as it was')
        within(60).eventually { assert nodes() == [pve1: 'online', pve2: 'online'] && runningNow() == running }
        page.locator('table').getByText('everything is as it was').first().waitFor()
        shot('back') == null
    }

    def 'power that is back between the nodes undoes what was done, and the first node never stopped'() {
        when:
        press('Pull the plug')
        within(120).eventually { assert phases()?.take(2) == ['done', 'done'] }
        press('Plug in again')
        within(180).eventually { assert history().size() == 2 && power().outage == null }

        then:
        history()[0].ended.endsWith('everything is as it was')
        within(60).eventually { assert nodes() == [pve1: 'online', pve2: 'online'] && runningNow() == running }
        browser.complaints == []
    }

    def 'a server that is no demo answers 404 where the demo has its plug'() {
        given:
        int other = Launched.freePort()
        Files.createDirectories(dir.resolve('inventory'))
        Files.createDirectories(dir.resolve('playbooks'))
        Files.writeString(dir.resolve('inventory/hosts.yml'), 'all: {hosts: {web-1: {}}}\n')
        Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: state
            server: {port: $other}
            inventory: [inventory]
            playbooks: playbooks
            power:
              hints: hints
              ups: {rack: {host: '127.0.0.1:1'}}
            """.stripIndent())
        def serve = Launched.steward(['serve', '--config', dir.resolve('steward.yml') as String], [:], dir)

        expect:
        plugOf(page) != 404
        plugOf(signedIn(serve, other)) == 404

        cleanup:
        serve?.close()
    }
}

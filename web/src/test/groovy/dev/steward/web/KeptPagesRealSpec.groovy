package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.runner.app.ScheduleDesk
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.inventory.drift.Difference
import dev.steward.runner.inventory.drift.Drift
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.ZonedDateTime
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Inventory, the week of schedules and Admin in real Chromium, with their pictures. */
class KeptPagesRealSpec extends Specification {

    static final String HOSTS = '''\
        all:
          vars: {ansible_user: root, color: red}
          children:
            web:
              vars: {port: 8080, db_password: s3cr3t}
              children: {shop: {hosts: {web-1: {ansible_host: 192.0.2.11, port: 9000}}}}
              hosts: {"web-[02:40]": {}}
            db:
              hosts: {db-1: {proxmox_cluster: home, proxmox_vmid: 103, proxmox_vmtype: lxc, ansible_host: 192.0.2.13}}
        '''.stripIndent()

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser

    def setupSpec() {
        web = new WebFixture(dir, ZonedDateTime.parse('2027-10-26T10:00:00+02:00[Europe/Berlin]').toInstant())
        web.hosts = HOSTS
        web.drift = new Drift([new Difference(Difference.Kind.NODE, true, Optional.of('db-1'), Optional.of('home'), Optional.of('lxc/103'), Optional.of('pve1'),
                Optional.of('pve2'), Optional.of('hosts.yml'), 'db-1 is on pve2, the file says pve1')], [])
        ran('db-1', Status.FAILED) { it.append(new RunEvent.HostReached('db-1', 'pct 103 via ssh root@pve1:22')) }
        ran('web-1', Status.CHANGED) {
            it.append(new RunEvent.HostReached('web-1', 'ssh root@192.0.2.11:22'))
            it.append(new RunEvent.FactsGathered('web-1', [kernel: '6.1.0-18-amd64', memory: 2147483648L, cpus: 4L, uptime: 90000d, os: [id: 'debian', version: '12'],
                                                           addresses: [[interface: 'eth0', family: 'inet', address: '192.0.2.11']]]))
        }
        nightly('nightly', 45)
        schedule('nightly', (0..7).collect { at('2027-10-27T03:00').plusDays(it) }, '06:00')
        schedule('backup', (0..7).collect { at('2027-10-27T03:30').plusDays(it) })
        schedule('hourly-check', (0..200).collect { at('2027-10-26T11:00').plusHours(2 * it) })
        browser = new Browser()
    }

    private static ZonedDateTime at(String local) { java.time.LocalDateTime.parse(local).atZone(WebFixture.BERLIN) }

    private void schedule(String name, List<ZonedDateTime> fires, String end = null) {
        web.desk.others << new ScheduleDesk.Planned(name, 'weekly-updates.groovy', '0 3 * * *', 'Europe/Berlin', 'a missed fire is recorded, not made up', 'a skipped time fires at the end of the gap', false,
                Optional.ofNullable(end), Optional.empty(), Optional.empty(), Optional.of(fires[0].toInstant()))
        web.desk.fires[name] = fires.collect { new ScheduleDesk.Fire(it, Optional.empty()) }
    }

    private void nightly(String name, long minutes) {
        def before = web.time.now()
        def log = web.stored.begin(schedule: name)
        log.append(web.stored.started())
        web.time.advance(Duration.ofMinutes(minutes))
        log.append(web.stored.finished(RunStatus.OK, ['web-1']))
        web.time.advance(Duration.between(web.time.now(), before))
    }

    private void ran(String host, Status status, Closure middle) {
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play([host]))
        log.append(web.stored.taskStarted(host))
        middle(log)
        log.append(web.stored.taskFinished(host, status))
        log.append(web.stored.finished(status == Status.FAILED ? RunStatus.FAILED : RunStatus.OK, [host]))
    }

    def 'the pages are right and have their pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(origin: web.url, width: width, height: height, dark: dark)
        def picture = { String name -> page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("${name}-${shape}.png")).setFullPage(true)) }
        def fits = { page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth') }

        when: 'a person looks for a host by the keyboard, and opens it'
        page.navigate(web.url + '/')
        page.keyboard().press('g')
        page.keyboard().press('i')
        page.waitForURL('**/inventory')
        picture('inventory')
        boolean list = fits()
        page.fill('main [name=q]', 'shop')
        page.keyboard().press('Enter')
        page.waitForURL('**/inventory?q=shop**')
        page.click('text=web-1')
        page.waitForURL('**/inventory/hosts/web-1')
        picture('inventory-host')

        then:
        list && fits()
        page.locator('tr:has(b:text-is("port"))').innerText().contains('9000')
        page.locator('tr.replaced').innerText().contains('8080')
        page.locator('.factlist').innerText().contains('6.1.0-18-amd64')
        !page.content().contains('s3cr3t')

        when: 'the week'
        page.navigate(web.url + '/schedules')
        picture('week')

        then:
        fits()
        page.locator('.weeklist').innerText().contains('02:00 to 03:00 comes twice')
        page.locator('.weekgrid').visible == (width > 960)
        page.locator('.weeklist').visible

        when: 'an admin'
        page.navigate(web.url + '/sign-in?next=/admin')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main form button')
        page.waitForURL('**/admin')
        picture('admin')
        boolean admin = fits()
        page.click('main a:text-is("Health")')
        page.waitForURL('**/admin/health')
        picture('health')

        then:
        admin && fits()
        page.locator('.findings').innerText().contains('configuration')
        browser.complaints == []

        cleanup:
        page?.context()?.close()

        where:
        shape         | width | height | dark
        'light-wide'  | 1280  | 800    | false
        'dark-phone'  | 390   | 844    | true
    }
}

package dev.steward.web.estate

import com.microsoft.playwright.Page
import dev.steward.runner.lab.pve.PveLab
import dev.steward.web.Browser
import dev.steward.web.Estate
import dev.steward.web.WebFixture
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Pictures of the estate's pages for people to look at: target/screenshots. */
class EstateShotsRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup Browser browser = new Browser()
    @Shared @AutoCleanup LabEstate estate
    @Shared @AutoCleanup LabEstate big
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup WebFixture full
    @Shared @AutoCleanup WebFixture empty

    def setupSpec() {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).silent('away').open()
        web = new WebFixture(dir.resolve('web'), Instant.now(), estate.estates)
        new Estate(web).build(Instant.now())
        web.time.set(Instant.now())
        def many = PveLab.cluster('full').nodes(8)
        (0..<500).each { i ->
            String node = "pve${i % 8 + 1}"
            def make = { if (i % 5) { it.running(Duration.ofMinutes(10L * i)) }; it.node(node).tags(i % 3 ? 'prod' : 'test;web') }
            i % 4 ? many.lxc(1000 + i, "service-$i") { make(it) } : many.qemu(1000 + i, "machine-$i") { make(it) }
        }
        big = new LabEstate(dir.resolve('big')).with('full', many).open()
        full = new WebFixture(dir.resolve('fullweb'), Instant.now(), big.estates)
        empty = new WebFixture(dir.resolve('empty'))
    }

    def 'pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(width: width, height: height, dark: dark)
        Map pages = ['estate': web.url + '/estate', 'estate-filtered': web.url + '/estate?tag=prod&sort=-memory', 'home-estate': web.url + '/',
                     'cluster': web.url + '/estate/clusters/home', 'cluster-silent': web.url + '/estate/clusters/away',
                     'node': web.url + '/estate/clusters/home/nodes/pve1', 'node-day': web.url + '/estate/clusters/home/nodes/pve1?span=day',
                     'guest': web.url + '/estate/clusters/home/guests/101', 'vm': web.url + '/estate/clusters/home/guests/201',
                     'graph': web.url + '/estate/graph', 'estate-empty': empty.url + '/estate', 'estate-full': full.url + '/estate']

        when:
        pages.each { name, path ->
            page.navigate(path)
            page.waitForTimeout(200)
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("$name-${shape}.png")).setFullPage(name != 'estate-full'))
        }

        then:
        pages.keySet().every { Files.size(folder.resolve("$it-${shape}.png")) > 5_000 }
        pages.each { name, path ->
            page.navigate(path)
            assert page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'): name
        }

        where:
        shape         | width | height | dark
        'wide-light'  | 1360  | 860    | false
        'wide-dark'   | 1360  | 860    | true
        'phone-light' | 390   | 780    | false
    }
}

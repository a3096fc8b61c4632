package dev.steward.web

import com.microsoft.playwright.Page
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Pictures of all pages for people to look at: target/screenshots. */
class ScreenshotsRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser
    @Shared Map<String, String> paths

    def setupSpec() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS)
        web = new WebFixture(dir, now)
        Files.writeString(web.folder.resolve('broken.groovy'), """playbook('Broken') {
    play('Update') {
        hosts 'all'
        tasks {
            task('Upgrade') { atp upgrade: 'dist' }
            task('Wait') { comand 'sleep 1' }
        }
    }
}
""")
        Estate estate = new Estate(web)
        long running = estate.build(now)
        long asking = estate.asking('Reboot docker-1 now? Two people are logged in.')
        long failed = running - 1
        long cluster = estate.onCluster()
        paths = [home: '/', runs: '/runs', 'runs-filtered': '/runs?status=failed,lost&cause=!api', run: "/runs/$failed",
                 'run-live': "/runs/$running", 'run-asks': "/runs/$asking", 'run-upids': "/runs/$cluster", 'task-upids': "/runs/$cluster/tasks/0.0/docker-1", 'run-log': "/runs/$failed/log",
                 'run-search': "/runs/$failed/log?q=tzdata", 'run-plan': "/runs/$failed/plan",
                 'run-changes': "/runs/$failed/diff", 'run-about': "/runs/$failed/about", task: "/runs/$failed/tasks/0.0/mail",
                 schedules: '/schedules', playbooks: '/playbooks', playbook: '/playbooks/update-lxc-containers.groovy',
                 'playbook-broken': '/playbooks/broken.groovy', 'sign-in': '/sign-in', problem: '/runs/999', reference: '/reference/modules/apt', guides: '/guides', guide: '/guides/native-monitoring'].collectEntries { k, v -> [k, v.toString()] }
        browser = new Browser()
    }

    def 'every page has its pictures: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(width: width, height: height, dark: dark)
        page.navigate(web.url + '/sign-in')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main button')

        when:
        paths.each { name, path ->
            page.navigate(web.url + path)
            page.waitForTimeout(150)
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("$name-${shape}.png")).setFullPage(true))
        }

        then:
        paths.keySet().every { Files.size(folder.resolve("$it-${shape}.png")) > 5_000 }
        paths.every { name, path ->
            page.navigate(web.url + path)
            page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')
        }

        where:
        shape         | width | height | dark
        'wide-light'  | 1360  | 860    | false
        'wide-dark'   | 1360  | 860    | true
        'phone-light' | 390   | 780    | false
        'phone-dark'  | 390   | 780    | true
    }
}

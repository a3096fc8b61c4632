package dev.steward.web

import com.microsoft.playwright.Page
import dev.steward.runner.app.power.StagedPower
import dev.steward.runner.app.power.OutageLine
import dev.steward.web.parts.Plug
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The page Power in each of its states, for people to look at: target/screenshots. */
class PowerShotsRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared @AutoCleanup Browser browser
    @Shared Map<String, Closure> states

    def setupSpec() {
        Plug plug = new Plug() {
            @Override void pull() {}
            @Override void back() {}
            @Override boolean out() { false }
        }
        web = new WebFixture(dir, new dev.steward.runner.time.SettableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS)), null, null, plug)
        browser = new Browser()
        StagedPower power = web.power
        def reset = {
            power.with { armed = true; troubles = []; outage = Optional.empty(); name = 'UPS shutdown'; runtime = Duration.ofMinutes(21); state = dev.steward.runner.power.PowerState.ONLINE; history = [] }
        }
        states = [
                mains   : { reset(); power.house() },
                tight   : { reset(); power.house(); power.runtime = Duration.ofMinutes(12) },
                over    : { reset(); power.house(); power.runtime = Duration.ofMinutes(5); power.upses = [power.ups('cyberpower', 'OL RB', 34.0d, Duration.ofMinutes(5), 83.0d)] },
                disarmed: { reset(); power.house(); power.armed = false },
                outage  : {
                    reset(); power.onBattery()
                    power.history = [new OutageLine(41, 'rehearsal', web.time.now().minusSeconds(86_400), Optional.of(Duration.ofSeconds(44)), 'long-outage, by anna', 'node2 down after 7 min 10 s, node1 after 16 min 2 s; 4 min of battery left'),
                                     new OutageLine(12, 'outage', web.time.now().minusSeconds(864_000), Optional.of(Duration.ofMinutes(9)), 'on battery for 7 min 2 s', 'power came back after 7 min; everything as before')]
                },
                committed: { reset(); power.onBattery(true) },
                silent  : {
                    reset(); power.house(); power.state = dev.steward.runner.power.PowerState.UNKNOWN
                    power.upses = [power.ups('cyberpower', null, null, null, null, 'upsd at 192.0.2.164:3493 does not answer: connection refused; start nut-server there'), power.ups('rack-b', 'OL', 100.0d, Duration.ofMinutes(42), 12.0d)]
                    power.troubles = ['cyberpower has not answered for 5 min: upsd at 192.0.2.164:3493 does not answer.', 'Nobody said how pve-node1 comes on again: write wayBack into the playbook.']
                },
                noplan  : { reset(); power.house(); power.name = null; power.troubles = ['There is no valid power plan.'] }]
    }

    def 'every state has its picture: #shape'() {
        given:
        Path folder = Files.createDirectories(Path.of('target', 'screenshots'))
        Page page = browser.page(width: width, height: height, dark: dark)
        page.navigate(web.url + '/sign-in')
        page.fill('[name=token]', WebFixture.TOKEN)
        page.click('main button')

        expect:
        states.each { name, make ->
            make.call()
            web.time.advance(Duration.ofSeconds(31))
            page.navigate(web.url + '/power')
            page.waitForTimeout(700)
            page.navigate(web.url + '/power')
            page.waitForTimeout(300)
            page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("power-$name-${shape}.png")).setFullPage(true))
            assert page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'): "$name $shape"
            if (name in ['outage', 'disarmed']) {
                page.navigate(web.url + '/')
                page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("home-$name-${shape}.png")))
            }
        }

        where:
        shape         | width | height | dark
        'wide-light'  | 1360  | 860    | false
        'wide-dark'   | 1360  | 860    | true
        'phone-light' | 390   | 780    | false
    }
}

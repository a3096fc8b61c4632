package dev.steward.runner.module.power

import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.TryTarget
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.power.UpsCommands
import dev.steward.runner.power.nut.NutAddress
import dev.steward.runner.power.nut.NutCommands
import dev.steward.runner.power.nut.NutLogin
import dev.steward.runner.power.nut.NutServer
import dev.steward.runner.power.nut.UpsClient
import dev.steward.runner.proxmox.act.ActingClusters
import dev.steward.runner.proxmox.act.UpidWatcher
import dev.steward.runner.secret.Secret
import java.time.Duration
import spock.lang.AutoCleanup

/** ups over the wire to an upsd of the lab, beside a cluster of the lab. */
class UpsSpec extends HouseKit {

    @AutoCleanup UpsLab upsd = UpsLab.open(time)
    def big = upsd.add('cyberpower')
    List<AutoCloseable> clients = []
    Modules modules = new Modules()
    boolean checking

    void setup() { upsd.user(new LabUser('steward', 'pw', ['SET'] as Set, ['ALL'] as Set, 'secondary')) }

    void cleanup() { clients*.close() }

    private UpsCommands commands(List<String> names = ['cyberpower'], String password = 'pw') {
        def server = NutServer.plain(NutAddress.of(upsd.address())).as(new NutLogin('steward', new Secret(password))).within(Duration.ofSeconds(5), Duration.ofSeconds(5))
        new NutCommands(names.collectEntries { name ->
            def client = new UpsClient(server, name, time)
            clients << client
            [name, client]
        })
    }

    private Outcome call(Map arguments, UpsCommands commands = commands()) {
        def source = lab ? usual() : null
        def target = new TryTarget() {
            UpsCommands upses() { commands }
            ActingClusters clusters() { source ? new ActingClusters(source, UpidWatcher.NONE) : ActingClusters.NONE }
        }
        target.check = checking
        modules.call(modules.named('ups').get(), arguments, target)
    }

    def 'a command is looked up first, given once, and in check mode not at all'() {
        when:
        checking = true
        def would = call(command: 'test.battery.start.quick')
        checking = false

        then:
        would.result() == Outcome.Kind.CHANGED
        would.message() == 'UPS cyberpower would be told test.battery.start.quick'
        big.given().isEmpty()

        when:
        def outcome = call(command: 'test.battery.start.quick', delay: Duration.ofSeconds(30))

        then:
        outcome.result() == Outcome.Kind.CHANGED
        outcome.message().startsWith('UPS cyberpower was told test.battery.start.quick: ')
        big.given()*.name().contains('test.battery.start.quick')
        big.variables()['ups.delay.shutdown'] == '30'
    }

    def 'what the UPS does not know, or who may not, is told'() {
        expect:
        call(command: 'shutdown.retrun').message() == "UPS cyberpower has no command 'shutdown.retrun'; did you mean 'shutdown.return'?"
        call(command: 'shutdown.return', name: 'cyberpowr').message() == "no UPS 'cyberpowr' is configured; did you mean 'cyberpower'?"
        call([command: 'shutdown.return'], UpsCommands.NONE).message() == "no UPS is configured; name it in steward.yml below 'power: ups:'"
        call([command: 'beeper.mute'], commands(['cyberpower', 'small'])).message() == "there are several UPSes: say which by 'name', one of cyberpower, small"
        call([command: 'beeper.mute'], commands(['cyberpower'], 'wrong')).message().contains('ACCESS-DENIED')
        big.given().isEmpty()
    }

    def 'power is not taken away while a node is up, or while nobody knows: #command'() {
        given:
        start(builder(2, '9.2.11'))

        expect:
        call(command: command).message() == "$command takes the power away, and of cluster home there are still up: pve1, pve2; shut them down first"

        when:
        lab.kill('pve2')
        pass(Duration.ofMinutes(1))

        then:
        call(command: command).message().contains('there are still up: pve1;')

        when:
        lab.kill('pve1')
        pass(Duration.ofMinutes(1))

        then:
        call(command: command).message().contains('nobody knows which nodes of cluster home are up')
        big.given().isEmpty()
        call(command: command, allowUnseen: true).result() == Outcome.Kind.CHANGED
        big.given()*.name() == [command]
        call(command: 'beeper.mute').result() == Outcome.Kind.CHANGED

        where:
        command << ['shutdown.return', 'load.off', 'shutdown.stayoff']
    }
}

package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.lab.pve.state.Pace
import dev.steward.runner.lab.pve.tool.NodeTools
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Timeout

/** The order goes by SSH to a node, and the API says what came of it. */
@Timeout(60)
class NodeMaintenanceSpec extends PvePlays {

    @AutoCleanup DemoEstate hosts

    private void lab(String version, Closure<?> more) {
        LabBuilder builder = PveLab.cluster('lab').nodes(2).version(version)
                .pace(new Pace(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1),
                        Duration.ofSeconds(5), Duration.ofSeconds(1)))
                .lxc(101, 'web') { it.running().shutsDownIn(Duration.ofMillis(200)) }
        more(builder)
        hosts = new DemoEstate({ new SystemTime().now() }, 200, [new HostSpec('pve1', HostSpec.Kind.VM, Duration.ofSeconds(60), [], [], [], false)])
        hosts.start()
        Files.writeString(folder.resolve('known_hosts'), hosts.knownHosts())
        Files.writeString(folder.resolve('key'), hosts.clientKey())
        kit = new PveKit(folder, builder, new SystemTime(), "ssh: {knownHosts: '${folder.resolve('known_hosts')}'}")
        NodeTools.install(hosts.host('pve1'), kit.lab, 'pve1')
        Files.writeString(folder.resolve('hosts/mine.yml'), """all: {hosts: {pve1: {ansible_host: 127.0.0.1, ansible_port: ${hosts.port(hosts.host('pve1'))}, ansible_user: root,
            ansible_ssh_private_key_file: '${folder.resolve('key')}'}}}""")
    }

    def 'a node is emptied by HA and comes back, on PVE #version'() {
        given:
        lab(version) { it.also { c -> c.services()['ct:101'] = new HaResource('ct:101', 'started').tap { s -> s.state('started') } } }

        expect:
        thrice('pve1', "nodeMaintenance state: 'enabled'").message == 'took pve1 into maintenance; HA keeps nothing there'
        guest(101).node() == 'pve2'
        kit.lab.change { it.node('pve1').maintenance() }
        thrice('pve1', "nodeMaintenance state: 'disabled'").message == 'took pve1 out of maintenance'

        where:
        version << PvePlays.RELEASES
    }

    def 'where HA keeps nothing there is nothing to do, and that is said'() {
        given:
        lab('9.2.11') { }

        expect:
        ok(play('pve1', "nodeMaintenance state: 'enabled'"))
        play('pve1', "nodeMaintenance state: 'enabled'").message.startsWith('HA keeps no guest of cluster home, so maintenance mode moves nothing from pve1')
    }

    @Row('N-01')
    def 'a host with pct, qm and /etc/pve is known as a node, on PVE #version'() {
        given:
        lab(version) { }

        expect:
        ok(play('pve1', "assertThat { host.facts.proxmox.node && host.facts.proxmox.version == '$version' }"))

        where:
        version << PvePlays.RELEASES
    }

    def 'guests that stay are named when the time is up'() {
        given:
        lab('9.2.11') { it.also { c -> c.services()['ct:101'] = new HaResource('ct:101', 'started').tap { s -> s.state('started') } } }
        kit.lab.kill('pve2')

        expect:
        failure(play('pve1', "nodeMaintenance state: 'enabled', timeout: 4.seconds")).contains('still there: ct:101 (started)')
    }
}

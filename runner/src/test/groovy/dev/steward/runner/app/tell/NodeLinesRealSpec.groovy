package dev.steward.runner.app.tell

import dev.steward.house.Row
import dev.steward.real.RealNode
import dev.steward.real.RealNut
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Lines of what happens to a real UPS, written over real OpenSSH into a file of each of two nodes. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class NodeLinesRealSpec extends Specification {

    static final String FILE = '/etc/house/ups-events.log'

    @Shared Path dir = Files.createTempDirectory('steward-lines')
    @Shared @AutoCleanup RealNut nut = new RealNut()
    @Shared Map<String, RealNode> nodes = [:]
    @AutoCleanup PveKit kit
    PollingConditions soon = new PollingConditions(timeout: 90, delay: 0.2)

    def setupSpec() {
        dir.toFile().with { it.setReadable(true, false); it.setExecutable(true, false) }
        ['pve1', 'pve2'].each { nodes[it] = new RealNode(Files.createDirectories(dir.resolve(it)), '', it) }
    }

    def cleanupSpec() {
        nodes.values()*.close()
        dir.toFile().deleteDir()
    }

    /** What a node has in the file that nobody else sees: its own /etc lies over this machine's. */
    private List<String> on(String node) {
        Path file = nodes[node].folder.resolve('etc/up').resolve(FILE - '/etc/')
        Files.exists(file) ? Files.readAllLines(file) : []
    }

    private void open() {
        kit = new PveKit(Files.createTempDirectory(dir, 'house'), PveLab.cluster('lab').nodes(2), new SystemTime(),
                "power: {eventLog: $FILE, poll: 1s, pollOnBattery: 1s, stableFor: 1s, ups: {cyberpower: {host: '${nut.address()}'}}}")
        kit.shut()
        Files.writeString(kit.folder.resolve('hosts/mine.yml'), 'all:\n  hosts:\n' + nodes.collect { name, node ->
            "    $name: {ansible_host: 127.0.0.1, ansible_port: $node.sshd.port, ansible_user: root, ansible_ssh_private_key_file: $node.folder/id_ed25519,\n" +
            "           ansible_ssh_common_args: -o UserKnownHostsFile=$node.folder/known_hosts}\n"
        }.join(''))
        kit.open()
        kit.runner.estates().fresh()
        kit.runner.housePower().begin()
        soon.eventually { assert kit.runner.power().view().state().name() == 'ONLINE' }
    }

    @Row('P-24')
    def 'an outage is dated lines on both nodes, and one that was away for a while has them when it is back'() {
        given: 'a node that takes connections and says nothing'
        open()
        nodes.pve2.sshd.pause()

        when: 'the mains fails'
        nut.say('cyberpower', ['ups.status': 'OB DISCHRG', 'battery.charge': '97'])

        then:
        soon.eventually { assert on('pve1').any { it.contains(' power_lost ') } }
        on('pve2') == []

        when: 'and comes back, and the node with it'
        nodes.pve2.sshd.goOn()
        nut.say('cyberpower', ['ups.status': 'OL', 'battery.charge': '96'])

        then:
        soon.eventually { assert on('pve1').any { it.contains(' power_restored ') } }
        soon.eventually { assert on('pve1').any { it.contains(' outage_over ') } && on('pve1') == Files.readAllLines(kit.folder.resolve('state/power/events.log')) }
        soon.eventually { assert on('pve2') == on('pve1') }
        on('pve1').every { it ==~ /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d) [a-z_]+ .*/ }

        cleanup:
        nodes.pve2.sshd.goOn()
    }
}

package dev.steward.runner.inventory.dynamic

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The shipped inventory/proxmox.yml as an operator uses it: copied, with a cluster in steward.yml. */
class ShippedSourceSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(2)
            .lxc(101, 'web-1') { it.running().tags('prod;web') }
            .lxc(102, 'dns') { it.node('pve2') }
            .qemu(201, 'docker-1') { it.running() }
            .also { it.pools().put('apps', new dev.steward.runner.lab.pve.state.Pool('apps').tap { it.guests() << 101 }) }
            .start(new SystemTime())

    def setup() {
        Files.createDirectories(folder.resolve('inventory'))
        Files.copy(Checkout.root().resolve('inventory/proxmox.yml'), folder.resolve('inventory/proxmox.yml'))
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
    }

    @Row('U-10')
    def 'it makes groups of nodes, kinds, states, pools and tags of a cluster'() {
        given:
        def inventory = load("proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}")

        expect:
        [proxmox_nodes: ['pve1', 'pve2'], proxmox_all_lxc: ['web-1', 'dns'], proxmox_all_qemu: ['docker-1'],
         proxmox_all_running: ['web-1', 'docker-1'], proxmox_all_stopped: ['dns'], proxmox_pve2_lxc: ['dns'],
         proxmox_pool_apps: ['web-1'], tag_web: ['web-1']].each { group, hosts -> assert inventory.memberships()[group] == hosts }
        inventory.host('web-1').get().vars().ansible_host == '10.99.8.102'
    }

    def 'without a cluster it warns and adds nothing'() {
        when:
        def inventory = load('server: {port: 8580}')

        then:
        inventory.hostNames() == []
        inventory.warnings()*.message() == ['no Proxmox cluster is configured, so this file adds no hosts']
    }

    def 'every group its comment names is one it makes, or the name of one with an example in it'() {
        given:
        def named = Files.readString(folder.resolve('inventory/proxmox.yml')).findAll(/\b(?:proxmox_(?:nodes|all_\w+|pve1_\w+|pool_\w+)|tag_\w+)/).toSet()
        def made = load("proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}").memberships().keySet()

        expect:
        named.size() >= 9
        named - made == [] as Set
    }

    private load(String config) {
        Path file = Files.writeString(folder.resolve('steward.yml'), "inventory: [inventory]\n$config\n")
        def loaded = new ConfigLoader([:], folder).load(Optional.of(file))
        Runner.inventories(loaded, [:], new SystemTime()).load([], folder)
    }
}

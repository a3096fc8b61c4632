package dev.steward.runner.inventory.dynamic

import static dev.steward.runner.proxmox.estate.EstateFixture.estate
import static dev.steward.runner.proxmox.estate.EstateFixture.guest
import static dev.steward.runner.proxmox.estate.EstateFixture.node
import static dev.steward.runner.proxmox.estate.EstateFixture.seen
import static dev.steward.runner.proxmox.estate.EstateFixture.unseen
import static dev.steward.runner.proxmox.estate.EstateFixture.view

import dev.steward.house.Row
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.inventory.InventoryException
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.proxmox.estate.Estate
import dev.steward.runner.secret.AnsibleVault
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ProxmoxSourceSpec extends Specification {

    @TempDir Path folder
    Estate estate = estate(seen(view(guests: [
            guest(id: 101, name: 'web-1', tags: ['prod', 'web'], pool: 'apps'),
            guest(id: 102, name: 'dns', node: 'pve2', status: 'stopped'),
            guest(id: 201, kind: 'qemu', name: 'docker-1', tags: ['prod']),
            guest(id: 900, kind: 'qemu', name: 'golden', template: true)]),
            ['lxc/101': ['192.0.2.11'], 'qemu/201': ['192.0.2.21', '2001:db8::21']]))

    @Row('P-33')
    def 'groups are named as by Ansible, and every node, guest, pool and tag has its own'() {
        when:
        def inventory = inventory('plugin: proxmox')

        then:
        [proxmox_nodes            : ['pve1', 'pve2'],
         proxmox_all_lxc          : ['web-1', 'dns'],
         proxmox_all_qemu         : ['docker-1'],
         proxmox_all_running      : ['web-1', 'docker-1'],
         proxmox_all_stopped      : ['dns'],
         proxmox_pve1_lxc         : ['web-1'],
         proxmox_pve2_lxc         : ['dns'],
         proxmox_pve2_qemu        : [],
         proxmox_pool_apps        : ['web-1'],
         tag_prod                 : ['web-1', 'docker-1'],
         tag_web                  : ['web-1']].each { group, hosts -> assert inventory.memberships()[group] == hosts }
        !inventory.hostNames().contains('golden')
        inventory.host('docker-1').get().vars().with {
            it.ansible_host == '192.0.2.21' && it.proxmox_vmid == 201 && it.proxmox_node == 'pve1' &&
                    it.proxmox_vmtype == 'qemu' && it.proxmox_tags_parsed == ['prod'] && it.proxmox_cluster == 'home'
        }
        inventory.host('pve2').get().vars().ansible_host == '192.0.2.232'
    }

    def 'a host of a file is the guest it names by #how, and what the file says wins'() {
        when:
        def inventory = inventory('plugin: proxmox', "all: {hosts: {$name: $vars}}")

        then:
        inventory.hostNames().findAll { it in ['web-1', name] } == [name]
        inventory.memberships().tag_web == [name]
        inventory.host(name).get().vars().with { it.proxmox_vmid == 101 && it.proxmox_node == 'pve1' && it.ansible_host == address }

        where:
        how              | name              | vars                             | address
        'name'           | 'web-1'           | '{}'                             | '192.0.2.11'
        'name in capitals' | 'WEB-1'         | '{}'                             | '192.0.2.11'
        'full name'      | 'web-1.home.arpa' | '{ansible_host: 198.51.100.7}'   | '198.51.100.7'
        'address'        | 'shop'            | '{ansible_host: 192.0.2.11}'     | '192.0.2.11'
        'id'             | 'shop'            | '{proxmox_vmid: 101}'            | '192.0.2.11'
    }

    @Row('X-09')
    def 'a host of a file that fits several guests is refused with all of them'() {
        given:
        estate = estate(seen(view(guests: [guest(id: 101, name: 'twin'), guest(id: 102, name: 'twin')])))

        when:
        inventory('plugin: proxmox', 'all: {hosts: {twin: {}}}')

        then:
        InventoryException e = thrown()
        e.message.contains("host 'twin' of the files fits several: twin (101 in home), twin (102 in home)")
        e.message.contains('proxmox_vmid')
    }

    def 'guests of one name get names of their own, and that is told'() {
        given:
        estate = estate(seen(view(guests: [guest(id: 101, name: 'twin'), guest(id: 102, name: 'twin'), guest(id: 103, name: 'tag_x', tags: ['x'])])))

        when:
        def inventory = inventory('plugin: proxmox')

        then:
        inventory.memberships().proxmox_all_lxc.toSet() == ['twin-101', 'twin-102', 'tag_x'].toSet() ||
                inventory.memberships().proxmox_all_lxc.toSet() == ['twin-101', 'twin-102', 'tag_x-103'].toSet()
        inventory.warnings()*.message().count { it.contains("because 'twin' means something else too") } == 2
    }

    def 'a cluster that does not answer is no empty one: #pattern is refused'() {
        given:
        estate = estate(unseen('home', 'connection refused'))
        def inventory = inventory('plugin: proxmox', 'all: {children: {mine: {hosts: {box: {}, nas: {}}}}}')

        when:
        inventory.select(pattern)

        then:
        InventoryException e = thrown()
        e.message.contains('cluster home does not answer (connection refused)')

        where:
        pattern << ['all', '*', 'proxmox_all_lxc', 'tag_web', 'web-1', 'mine:!tag_always_on', 'mine:&tag_web', '~web.*', 'b*', 'ungrouped']
    }

    def 'what files alone say goes on without the cluster: #pattern'() {
        given:
        estate = estate(unseen('home', 'connection refused'))

        expect:
        inventory('plugin: proxmox', 'all: {children: {mine: {hosts: {box: {}, nas: {}}}}}').select(pattern).names() == hosts

        where:
        pattern     | hosts
        'mine'      | ['box', 'nas']
        'box'       | ['box']
        'mine:!nas' | ['box']
        'mine[0]'   | ['box']
        'localhost' | ['localhost']
    }

    def 'a view from before stands in for #age, with its age told; then no longer'() {
        given:
        estate = estate(seen(view(guests: [guest(id: 101, name: 'web-1')]), [:], 'connection refused', age))
        def inventory = inventory('plugin: proxmox')

        expect:
        inventory.hostNames().contains('web-1') == there
        inventory.warnings()*.message().any { it.contains('how it was 4 min ago (connection refused)') } == there

        where:
        age                    | there
        Duration.ofMinutes(4)  | true
        Duration.ofMinutes(11) | false
    }

    def 'before a cluster is configured the file adds nothing and says so; a pattern that needs one is refused: #pattern'() {
        given:
        estate = new Estate([:])
        def inventory = inventory('plugin: proxmox', 'all: {children: {mine: {hosts: {box: {}, nas: {}}}}}')

        when:
        def known = inventory.select('all').names()
        inventory.select(pattern)

        then:
        InventoryException e = thrown()
        known == ['box', 'nas']
        inventory.warnings()*.message() == ['no Proxmox cluster is configured, so this file adds no hosts']
        e.message.contains("which hosts '${pattern.replaceAll(/.*[!&]/, '')}' means is not known: no Proxmox cluster is configured")

        where:
        pattern << ['proxmox_all_lxc', 'tag_web', 'mine:!tag_always_on', 'mine:&proxmox_nodes']
    }

    def 'a cluster that the file names and nobody configured is refused'() {
        given:
        estate = new Estate([:])

        when:
        inventory('plugin: proxmox\nclusters: [home]')

        then:
        InventoryException e = thrown()
        e.message.contains("no cluster 'home' is configured")
        e.message.contains('steward.yml')
    }

    def 'a file for Ansible is read as far as it goes, and told what stands elsewhere: #text'() {
        when:
        def told = []
        try {
            told = inventory(text).warnings()*.message()
        } catch (InventoryException e) {
            told = e.problems()*.toString()
        }

        then:
        told.any { it.contains(words) }

        where:
        text                                                                | words
        'plugin: community.proxmox.proxmox\nurl: https://pve.example.com:8006' | "'url' is not read here"
        'plugin: proxmox\nkeyed_groups: []'                                 | 'a template of Ansible'
        'plugin: proxmox\ncluster: home'                                    | "did you mean 'clusters'?"
        'plugin: proxmox\nclusters: hme'                                    | "did you mean 'home'?"
        'plugin: proxmx'                                                    | "did you mean 'proxmox'?"
        'plugin: amazon.aws.ec2'                                            | 'which is not run here'
    }

    private Inventory inventory(String dynamic, String... files) {
        Files.writeString(folder.resolve('proxmox.yml'), dynamic)
        files.eachWithIndex { text, i -> Files.writeString(folder.resolve("hosts${i}.yml"), text) }
        def source = new ProxmoxSource(new ProxmoxSource.Clusters() {
            List<String> names() { estate.clusters().keySet().toList() }

            Estate now() { estate }
        })
        new InventoryLoader(new AnsibleVault([]), [source]).load([folder as String], Optional.empty())
    }
}

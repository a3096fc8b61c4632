package dev.steward.runner.inventory.drift

import static dev.steward.runner.proxmox.estate.EstateFixture.estate
import static dev.steward.runner.proxmox.estate.EstateFixture.guest
import static dev.steward.runner.proxmox.estate.EstateFixture.seen
import static dev.steward.runner.proxmox.estate.EstateFixture.unseen
import static dev.steward.runner.proxmox.estate.EstateFixture.view

import dev.steward.house.Row
import dev.steward.runner.app.Inventories
import dev.steward.runner.inventory.drift.Difference.Kind
import dev.steward.runner.proxmox.estate.Estate
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class DriftSpec extends Specification {

    @TempDir Path folder
    Estate estate = estate(home())

    private static Estate.Seen home(String problem = null, Duration age = Duration.ofSeconds(1)) {
        seen(view(guests: [
                guest(id: 101, name: 'web-1'), guest(id: 102, name: 'dns', node: 'pve2'), guest(id: 201, kind: 'qemu', name: 'docker-1'),
                guest(id: 103, name: 'twin'), guest(id: 104, name: 'twin'), guest(id: 900, kind: 'qemu', name: 'golden', template: true)]),
                ['lxc/101': ['192.0.2.11', '2001:db8::11'], 'lxc/102': ['192.0.2.12'], 'qemu/201': ['192.0.2.21']],
                problem, age, ['shop': '101'])
    }

    @Row('U-10')
    def '#vars of #host: #kind'() {
        when:
        def found = drift("all: {hosts: {$host: $vars}}").differences().findAll { it.kind() != Kind.UNLISTED }

        then:
        found*.kind() == [kind]
        found[0].with { it.counts() && it.host().get() == host && it.file().get().endsWith('hosts.yml') }
        found[0].text().contains(words)

        where:
        host       | vars                                       | kind           | words
        'old'      | '{}'                                       | Kind.MISSING   | 'no guest or node with its name or address in any cluster'
        'web-2'    | '{}'                                       | Kind.MISSING   | "did you mean 'web-1'?"
        'old'      | '{proxmox_vmid: 199}'                      | Kind.MISSING   | 'no guest 199 in any cluster'
        'old'      | '{proxmox_vmid: 101, proxmox_cluster: lab}' | Kind.MISSING  | 'no guest 101 in cluster lab'
        'web-1'    | '{proxmox_vmid: 199}'                      | Kind.VMID      | 'the file says vmid 199, but web-1 (lxc/101 on pve1) in home'
        'www'      | '{proxmox_vmid: 101}'                      | Kind.NAME      | 'www is called web-1 in the cluster (lxc/101)'
        'www'      | '{ansible_host: 192.0.2.11}'               | Kind.NAME      | 'make the other name an alias'
        'web-1'    | '{ansible_host: 198.51.100.7}'             | Kind.ADDRESS   | 'the file says 198.51.100.7, but web-1 (lxc/101 on pve1) in home has 192.0.2.11, 2001:db8::11'
        'dns'      | '{proxmox_node: pve1}'                     | Kind.NODE      | 'the file says proxmox_node pve1, but lxc/102 is on pve2'
        'dns'      | '{proxmox_vmtype: qemu}'                   | Kind.TYPE      | 'the file says proxmox_vmtype qemu, but lxc/102 is lxc'
        'golden'   | '{}'                                       | Kind.TEMPLATE  | 'a template, which never runs'
        'twin'     | '{}'                                       | Kind.AMBIGUOUS | 'twin (103 in home), twin (104 in home); say which by proxmox_vmid'
    }

    def 'what agrees is no difference: #host #vars'() {
        expect:
        drift("all: {hosts: {$host: $vars}}").differences().every { it.kind() == Kind.UNLISTED }

        where:
        host              | vars
        'web-1'           | '{}'
        'web-1.home.arpa' | '{ansible_host: 192.0.2.11}'
        'WEB-1'           | "{ansible_host: '2001:db8::11'}"
        'shop'            | '{proxmox_node: pve1, proxmox_vmtype: lxc}'
        'www'             | '{proxmox_vmid: 101, proxmox_name: web-1}'
        'web-1'           | '{ansible_host: 127.0.0.1, ansible_port: 2201}'
        'web-1'           | '{ansible_host: web-1.example.com}'
        'pve1'            | '{ansible_host: 10.0.0.1}'
        'nas'             | '{proxmox_guest: false}'
        'here'            | '{ansible_connection: local}'
        'localhost'       | '{}'
    }

    @Row('U-10')
    def 'two hosts of one guest are told, for a play would work on it twice'() {
        when:
        def found = drift('all: {hosts: {web-1: {}, blog: {proxmox_vmid: 101, proxmox_name: web-1}}}').differences()

        then:
        found.find { it.kind() == Kind.TWICE }.text().startsWith('web-1, blog are all web-1 (lxc/101 on pve1) in home')
    }

    @Row('U-10')
    def 'guests that no file lists count where #which'() {
        given:
        if (composed) {
            Files.writeString(folder.resolve('proxmox.yml'), 'plugin: proxmox')
        }

        when:
        def drift = drift('all: {hosts: {web-1: {}, dns: {}, twin: {proxmox_vmid: 103}}}')

        then:
        drift.differences()*.subject()*.get().toSet() == ['node/pve1', 'node/pve2', 'qemu/201', 'lxc/104'].toSet()
        drift.count() == count
        drift.strict().count() == 4

        where:
        which                               | composed | count
        'nothing is done on them else'      | false    | 4
        'the cluster adds them (not: count)' | true    | 0
    }

    def 'group_vars count as what files say'() {
        given:
        Files.createDirectories(folder.resolve('group_vars'))
        Files.writeString(folder.resolve('group_vars/all.yml'), 'proxmox_node: pve9')

        expect:
        drift('all: {hosts: {web-1: {}}}').differences()*.kind().contains(Kind.NODE)
    }

    def 'of a cluster that does not answer nothing is said: seen before #view, #age min ago'() {
        given:
        estate = estate(view ? home('connection refused', Duration.ofMinutes(age)) : unseen('home', 'connection refused'))

        when:
        def drift = drift('all: {hosts: {old: {}, web-1: {proxmox_node: pve9}}}')

        then:
        drift.complete() == complete
        drift.differences()*.kind().findAll { it != Kind.UNLISTED } == kinds
        drift.clusters()[0].problem().get() == 'connection refused'

        where:
        view  | age | complete | kinds
        true  | 4   | true     | [Kind.MISSING, Kind.NODE]
        true  | 11  | false    | []
        false | 0   | false    | []
    }

    private Drift drift(String hosts) {
        Files.writeString(folder.resolve('hosts.yml'), hosts)
        new Inventories([], [folder as String], []).drift([], folder, [], estate)
    }
}

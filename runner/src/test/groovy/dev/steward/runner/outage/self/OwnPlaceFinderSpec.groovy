package dev.steward.runner.outage.self

import dev.steward.house.Row
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.self.OwnPlaceFinder.Said
import dev.steward.runner.proxmox.estate.Address
import dev.steward.runner.proxmox.estate.Addresses
import dev.steward.runner.proxmox.estate.Estate
import java.time.Duration

class OwnPlaceFinderSpec extends HouseKit {

    private Estate estate(Map<String, Addresses> addresses = [:]) {
        start(builder(2, '9.2.11').lxc(101, 'dns') { it.running() }.lxc(110, 'steward') { it.node('pve2').running() }.qemu(200, 'vm') { it.running() })
        new Estate([home: new Estate.Seen('home', Optional.of(acting(house()).view()), addresses, Duration.ZERO, Optional.empty())])
    }

    private OwnPlaceFinder.Found find(Machine machine, Said said, Estate estate) {
        new OwnPlaceFinder(usual(), machine).find(said, estate)
    }

    private static Machine machine(Map with) {
        new Machine(with.name ?: 'x', (with.ips ?: []) as Set, (with.macs ?: []) as Set, Optional.ofNullable(with.uuid), with.node ?: false)
    }

    @Row('F-01')
    def 'the own guest is found by #how'() {
        given:
        def estate = estate('lxc/110': new Addresses([new Address('10.1.1.5', 'eth0', Address.Origin.INTERFACES)], Optional.empty()))

        when:
        def found = find(machine(it), config, estate)

        then:
        found.problem().empty
        found.place().words() == "Steward runs in guest $vmid on node $node of cluster home, by $how"

        where:
        it                                                    | config                                                     || vmid | node   | how
        [macs: ['BC:24:11:00:00:6E']]                         | Said.NOTHING                                               || 110  | 'pve2' | 'the MAC address BC:24:11:00:00:6E'
        [uuid: '3AFE1061-33B3-44A8-837F-000000000200']        | Said.NOTHING                                               || 200  | 'pve1' | 'the UUID of its firmware'
        [ips: ['10.1.1.5']]                                   | Said.NOTHING                                               || 110  | 'pve2' | 'the address 10.1.1.5'
        [macs: ['BC:24:11:00:00:6E']]                         | new Said(Optional.of('101'), Optional.empty(), false)      || 101  | 'pve1' | 'power.self in steward.yml'
        [:]                                                   | new Said(Optional.of('Steward'), Optional.empty(), false)  || 110  | 'pve2' | 'power.self in steward.yml'
    }

    @Row(['F-02', 'F-03'])
    def 'a node itself, and a machine outside, are told apart: #words'() {
        given:
        def estate = estate()

        when:
        def found = find(machine(it), config, estate)

        then:
        found.place().words() == words
        found.problem().orElse('') == problem

        where:
        it                              | config                                                 || words                                                                              | problem
        [ips: ['10.99.8.12']]           | Said.NOTHING                                           || 'Steward runs on node pve2 of cluster home itself, by the address 10.99.8.12'      | ''
        [name: 'PVE1', node: true]      | Said.NOTHING                                           || 'Steward runs on node pve1 of cluster home itself, by its name, and /etc/pve'      | ''
        [name: 'pve1']                  | Said.NOTHING                                           || 'Steward runs outside of the clusters, by no node or guest having its addresses, MAC addresses or UUID' | ''
        [ips: ['10.99.8.12']]           | new Said(Optional.empty(), Optional.empty(), true)     || 'Steward runs outside of the clusters, by power.self in steward.yml'               | ''
        [:]                             | new Said(Optional.empty(), Optional.of('pve2'), false) || 'Steward runs on node pve2 of cluster home itself, by power.self in steward.yml'   | ''
        [:]                             | new Said(Optional.empty(), Optional.of('pve9'), false) || 'Steward runs outside of the clusters, by power.self in steward.yml'               | "power.self names node 'pve9', and no cluster has it"
        [name: 'other', node: true]     | Said.NOTHING                                           || 'Steward runs outside of the clusters, by no node or guest having its addresses, MAC addresses or UUID' | 'this machine is a node of Proxmox VE, and none of the configured clusters has it; name it in power.self'
    }

    def 'a cluster that was never seen leaves a doubt that is told'() {
        when:
        def found = find(machine([macs: ['BC:24:11:00:00:6E']]), Said.NOTHING,
                new Estate([home: new Estate.Seen('home', Optional.empty(), [:], Duration.ZERO, Optional.of('no way'))]))

        then:
        found.problem().get().contains('cluster home has not been seen')
    }

    def 'this machine says something of itself'() {
        expect:
        Machine.ofThisMachine().hostname() == new File('/proc/sys/kernel/hostname').text.trim().split('\\.')[0]
    }
}

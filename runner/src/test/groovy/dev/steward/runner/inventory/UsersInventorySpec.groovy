package dev.steward.runner.inventory

import dev.steward.house.Row
import java.nio.file.Path
import spock.lang.Specification

/** Inventories that users have today, unchanged, and the one that is shipped. */
class UsersInventorySpec extends Specification {

    @Row('P-33')
    def 'the two inventories of a homelab are read as they are'() {
        given:
        String folder = 'src/test/resources/from-users'

        when:
        Inventory inventory = Corpus.loader().load(["$folder/lxc_containers.yml", "$folder/docker_vms.yml"]*.toString(), Optional.<Path> empty())

        then:
        inventory.warnings() == []
        inventory.select('lxc_containers').hosts().collectEntries { [it.name(), it.vars().ansible_host] } == [
                'pihole-1': '192.168.1.192', 'pihole-2': '192.168.1.193', 'traefik': '192.168.1.194',
                'prometheus': '192.168.10.240', 'pbs': '192.168.10.250']
        inventory.select('docker_vms').hosts().collectEntries { [it.name(), it.vars().ansible_host] } == [
                'plex-vm': '192.168.1.210', 'arr-stack-vm': '192.168.1.211',
                'download-clients-vm': '192.168.1.212', 'web-apps-vm': '192.168.1.213']
        inventory.select('all').hosts().size() == 9
    }

    def 'the shipped inventory has five containers and four Docker VMs, documentation addresses and no warning'() {
        when:
        Inventory inventory = Corpus.loader().load(['../inventory/hosts.yml'], Optional.<Path> empty())

        then:
        inventory.warnings() == []
        inventory.select('lxc_containers').hosts().size() == 5
        inventory.select('docker_vms').hosts().size() == 4
        inventory.select('all').hosts().every { it.vars().ansible_host.startsWith('192.0.2.') }
        inventory.select('all').hosts().every { it.vars().ansible_user == 'root' }
    }
}

package dev.steward.runner.proxmox.estate

import static dev.steward.runner.proxmox.estate.EstateFixture.guest
import static dev.steward.runner.proxmox.estate.EstateFixture.node
import static dev.steward.runner.proxmox.estate.EstateFixture.view

import dev.steward.house.Row
import spock.lang.Specification

class ChangesSpec extends Specification {

    @Row(['A-21', 'A-29'])
    def 'a guest that #what is told once'() {
        expect:
        Changes.between(view(guests: before), view(guests: after))*.text() == told

        where:
        what                | before                               | after                                       | told
        'is new'            | []                                   | [guest(id: 101, name: 'web')]               | ['web (lxc/101 on pve1) was added']
        'is gone'           | [guest(id: 101, name: 'web')]        | []                                          | ['web (lxc/101 on pve1) was removed']
        'moved'             | [guest(id: 101, name: 'web')]        | [guest(id: 101, name: 'web', node: 'pve2')] | ['web (lxc/101) moved from pve1 to pve2']
        'stopped'           | [guest(id: 101, name: 'web')]        | [guest(id: 101, name: 'web', status: 'stopped')] | ['web (lxc/101): status running -> stopped']
        'got a tag'         | [guest(id: 101, name: 'web')]        | [guest(id: 101, name: 'web', tags: ['b', 'a'])]  | ['web (lxc/101): tags none -> a;b']
        'is locked'         | [guest(id: 101, name: 'web')]        | [guest(id: 101, name: 'web', lock: 'backup')]    | ['web (lxc/101): lock none -> backup']
        'got more memory'   | [guest(id: 101, name: 'web')]        | [guest(id: 101, name: 'web', memory: 2048)]      | ['web (lxc/101): memory 1024 MiB -> 2048 MiB']
        'is as it was'      | [guest(id: 101, tags: ['a', 'b'])]   | [guest(id: 101, tags: ['b', 'a'])]          | []
        'became a VM'       | [guest(id: 101, name: 'x')]          | [guest(id: 101, name: 'x', kind: 'qemu')]   | ['x (qemu/101 on pve1) was added', 'x (lxc/101 on pve1) was removed']
    }

    @Row('A-28')
    def 'a node that #what is told'() {
        expect:
        Changes.between(view(nodes: [node(name: 'pve1', uptime: 86_400)]), view(nodes: after))*.text() == told

        where:
        what                        | after                                                      | told
        'was rebooted'              | [node(name: 'pve1', uptime: 40)]                           | ['node pve1 was rebooted']
        'is only seen a bit late'   | [node(name: 'pve1', uptime: 86_390)]                       | []
        'went away'                 | [node(name: 'pve1', online: false, uptime: 0)]             | ['node pve1 is offline']
        'entered maintenance'       | [node(name: 'pve1', ha: 'maintenance')]                    | ['node pve1 is in maintenance']
        'got company'               | [node(name: 'pve1'), node(name: 'pve2')]                   | ['nodes in the cluster: 1 -> 2', 'node pve2 was added']
    }

    @Row('A-06')
    def 'quorum, members and version are told'() {
        expect:
        Changes.between(view(), view(quorate: false))*.text() == ['quorum lost']
        Changes.between(view(quorate: false), view())*.text() == ['quorum restored']
        Changes.between(view(version: '9.0.3'), view(version: '9.1.1'))*.text() == ['version 9.0.3 -> 9.1.1']
    }
}

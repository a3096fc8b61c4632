package dev.steward.runner.proxmox.act

import static dev.steward.runner.proxmox.estate.EstateFixture.guest

import spock.lang.Specification

class SelectorSpec extends Specification {

    private static final GUESTS = [
            guest(id: 101, name: 'app-1', tags: ['web', 'prod'], node: 'pve1', pool: 'shop'),
            guest(id: 102, name: 'app-2', tags: ['web', 'prod', 'keep'], node: 'pve2'),
            guest(id: 103, name: 'db-app', tags: ['prod'], node: 'pve2', pool: 'shop'),
            guest(id: 200, name: 'vm-1', kind: 'qemu', tags: ['web'], node: 'pve1'),
            guest(id: 900, name: 'app-template', template: true, tags: ['web', 'prod'])]

    def '#select chooses #chosen'() {
        expect:
        GUESTS.findAll { Selector.of(select).chooses(it) }*.vmid()*.value() == chosen

        where:
        select                                             || chosen
        [kind: 'lxc']                                      || [101, 102, 103]
        [kind: 'vm']                                       || [200]
        [tags: ['web', 'prod']]                            || [101, 102]
        [tags: 'WEB']                                      || [101, 102, 200]
        [kind: 'lxc', excludeTags: ['keep', 'other']]      || [101, 103]
        [name: '^app']                                     || [101, 102]
        [name: 'app']                                      || [101, 102, 103]
        [vmidRange: [102, 200]]                            || [102, 103, 200]
        [nodes: ['pve2'], tags: ['web']]                   || [102]
        [pools: ['shop']]                                  || [101, 103]
        [kind: 'lxc', tags: ['web'], vmidRange: [300, 400]] || []
    }

    def '#select is refused: #problem'() {
        when:
        Selector.of(select)

        then:
        ActException e = thrown()
        e.message.contains(problem)

        where:
        select                   || problem
        [:]                      || 'it is empty, and would choose every guest'
        [tag: 'web']             || 'did you mean'
        [kind: 'ct']             || "kind is lxc or vm, not 'ct'"
        [tags: []]               || 'tags is empty'
        [nodes: ['']]            || 'nodes is empty'
        [name: '(']              || 'name is no regular expression'
        [vmidRange: [200, 100]]  || 'vmidRange is a first and a last id such as [100, 199]'
        [vmidRange: '100-199']   || 'vmidRange is a first and a last id'
        [tag: 'x', kind: 'z']    || 'kind is lxc or vm'
    }
}

package dev.steward.runner.roll

import spock.lang.Specification

/** What becomes of each guest, worked out before anything moves. */
class EvacuationSpec extends Specification {

    static final long GIB = 1L << 30

    private static Resident guest(Map how = [:], int vmid, String kind, long gib = 1) {
        new Resident(new Resident.Who(vmid, kind, "g$vmid", how.own ?: false), how.running != false, how.template ?: false, gib * GIB, how.tags ?: [],
                new Resident.Ties(Optional.ofNullable(how.lock), how.ha ?: false, how.onboot != false, how.blocks ?: [], how.disks ?: [], how.refused ?: [:]))
    }

    private static EvacuationPreview plan(Map how = [:], List<Resident> guests) {
        def rooms = (how.rooms ?: [pve2: 8, pve3: 8]).collect { node, gib -> new Room(node, gib * GIB, Optional.ofNullable((how.closed ?: [:])[node])) }
        new Evacuation(how.policy ?: Policy.USUAL, rooms).of('home', 'pve1', guests)
    }

    def 'a #kind #what: #way'() {
        when:
        def move = plan([guest([*: how], 101, kind)]).guests()

        then:
        move*.way()*.word() == [way]
        move[0].reason().contains(why)

        where:
        kind   | what                       | how                                          || way       | why
        'qemu' | 'that can move'            | [:]                                          || 'live'    | ''
        'lxc'  | 'that can move'            | [:]                                          || 'restart' | ''
        'qemu' | 'with a device'            | [blocks: ['it uses the device 0000:01']]     || 'refuse'  | 'it uses the device 0000:01'
        'qemu' | 'with local disks'         | [disks: ['local:1/a.raw']]                   || 'refuse'  | 'local:1/a.raw lie on its node alone'
        'lxc'  | 'that is backed up'        | [lock: 'backup']                             || 'refuse'  | 'locked (backup)'
        'qemu' | 'that HA keeps'            | [ha: true]                                   || 'ha'      | 'HA moves it'
        'qemu' | 'that HA pins'             | [ha: true, refused: [pve2: 'x', pve3: 'y']]  || 'refuse'  | 'HA would have to move it, and cannot: pve2: x; pve3: y'
        'lxc'  | 'with the tag to stay'     | [tags: ['roll-stay']]                        || 'stays'   | 'by its tag'
        'lxc'  | 'with the tag to stop'     | [tags: ['roll-stop']]                        || 'stop'    | 'by its tag'
        'lxc'  | 'that is Steward itself'   | [own: true]                                  || 'stays'   | 'Steward itself runs in it'
        'lxc'  | 'that is Steward, no boot' | [own: true, onboot: false]                   || 'refuse'  | 'set onboot'
        'qemu' | 'that is Steward itself'   | [own: true]                                  || 'live'    | ''
    }

    def 'guests that are off and templates are left out'() {
        expect:
        plan([guest(101, 'lxc', running: false), guest(102, 'qemu', template: true)]).summary() == 'pve1: no guest runs there'
    }

    def 'all of them together have to fit: the biggest choose first, and who finds no room says how much is missing'() {
        when:
        def preview = plan([guest([:], 101, 'qemu', 3), guest([:], 102, 'qemu', 6), guest([:], 103, 'qemu', 4), guest([:], 104, 'qemu', 5)])

        then:
        preview.guests().collect { [it.guest().vmid(), it.way().word(), it.to().orElse('-')] } ==
                [[103, 'refuse', '-'], [101, 'live', 'pve3'], [102, 'live', 'pve2'], [104, 'live', 'pve3']]
        preview.refused()[0].reason() == 'no node will do: pve2: it has 2.0 GiB of memory left, and 4.0 GiB are needed; pve3: it has 3.0 GiB of memory left, and 4.0 GiB are needed'
    }

    def 'a node that is under maintenance or offline takes none'() {
        expect:
        plan([guest(101, 'qemu')], closed: [pve2: 'it is under maintenance']).guests()[0].to().get() == 'pve3'
        plan([guest(101, 'qemu')], closed: [pve2: 'it is under maintenance', pve3: 'it is offline']).refused().size() == 1
    }

    def 'the blast radius says what is at stake'() {
        given:
        def one = plan([guest(101, 'qemu'), guest(102, 'lxc'), guest(103, 'lxc', own: true)])

        expect:
        new BlastRadius(['pve1', 'pve2', 'pve3'], [one, one, one], 2, 3).words() == 'reboots up to 3 nodes, 6 guests move or restart, 3 go down with their node, quorum 2/3 kept'
        new BlastRadius(['pve1'], [one], 1, 2).words().endsWith('quorum lost: 1 of 2 votes')
    }

    def 'a node that runs #running with #installed, pinned #pin, once #once: boots #next, reboot #required'() {
        given:
        def choice = new KernelChoice(running, installed, Optional.ofNullable(pin), Optional.ofNullable(once))

        expect:
        choice.next().orElse(null) == next
        choice.reason().present == required

        where:
        running         | installed                              | pin            | once           || next            | required
        '6.8.12-9-pve'  | ['6.8.12-9-pve', '6.8.12-10-pve']      | null           | null           || '6.8.12-10-pve' | true
        '6.8.12-10-pve' | ['6.8.12-9-pve', '6.8.12-10-pve']      | null           | null           || '6.8.12-10-pve' | false
        '6.8.12-9-pve'  | ['6.8.12-9-pve', '6.8.12-10-pve']      | '6.8.12-9-pve' | null           || '6.8.12-9-pve'  | false
        '6.8.12-10-pve' | ['6.8.12-9-pve', '6.8.12-10-pve']      | '6.8.12-9-pve' | null           || '6.8.12-9-pve'  | true
        '6.8.12-9-pve'  | ['6.8.12-9-pve', '6.14.8-2-pve']       | '6.8.12-9-pve' | '6.14.8-2-pve' || '6.14.8-2-pve'  | true
        '6.1.0-26-amd64' | []                                    | null           | null           || null            | false
    }

    def 'a kernel package tells its release, and only a kernel package: #name'() {
        expect:
        KernelChoice.release(name).orElse(null) == release

        where:
        name                                 || release
        'proxmox-kernel-6.8.12-4-pve-signed' || '6.8.12-4-pve'
        'proxmox-kernel-6.8.12-4-pve'        || '6.8.12-4-pve'
        'pve-kernel-6.2.16-3-pve'            || '6.2.16-3-pve'
        'proxmox-kernel-6.8'                 || null
        'proxmox-kernel-helper'              || null
    }

    def 'what is kept of a roll is read as it was'() {
        given:
        def roll = NodeRoll.begin('home', 'pve1', new NodeRoll.Began('a-7-1-pve1', java.time.Instant.parse('2026-03-01T12:00:00Z')))
                .with(new NodeRoll.Home(new Resident.Who(101, 'lxc', 'web', false), Way.RESTART, Optional.of('pve2')))
                .maintained(true).quiet(true).emptied(true).working(Optional.of('job')).rebooting('boot-1')
                .noted(new NodeRoll.Notes(['microcode'], ['storage local'], ['votes']))

        expect:
        RollData.read(RollData.of(roll)) == roll
        roll.left().get() == 'pve1 stays in maintenance, 1 guest of it moved away'
    }
}

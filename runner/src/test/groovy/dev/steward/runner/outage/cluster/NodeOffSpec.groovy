package dev.steward.runner.outage.cluster

import dev.steward.house.Row
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.state.Ceph
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.aswas.Mark.What
import dev.steward.runner.outage.self.OwnPlace
import dev.steward.runner.proxmox.act.ActException
import dev.steward.runner.proxmox.act.power.Reached.Result
import dev.steward.runner.proxmox.estate.Estate
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

class NodeOffSpec extends HouseKit {

    final List<String> shells = new CopyOnWriteArrayList<>()

    private LabBuilder three(String version) {
        builder(3, version)
                .lxc(101, 'dns') { it.node('pve1').running().set('startup', 'order=1') }
                .lxc(102, 'web') { it.node('pve2').running() }
                .qemu(200, 'deaf') { it.node('pve3').running().ignoresShutdown() }
    }

    /** The lab's nodes take orders over their shells too. */
    private void shells() {
        shell = { cluster, node, command, limit ->
            shells << "$node: ${command.join(' ')}".toString()
            if (command[0] == 'pvecm') {
                lab.change { it.votes().expect(command[2] as int) }
            }
            if (command[0] == 'shutdown') {
                lab.kill(node)
            }
            ''
        } as NodeShell
    }

    /** Each sleep moves the one clock, also for the others that wait: their limit has room for it. */
    private void offTogether(PowerClusters house, List<String> nodes) {
        def threads = Executors.newFixedThreadPool(nodes.size())
        try {
            nodes.collect { node -> threads.submit { off(house, node, false, Duration.ofHours(1)) } }*.get(60, TimeUnit.SECONDS)
        } finally {
            threads.shutdownNow()
        }
    }

    @Row('F-27')
    def 'all guests are down before the first node goes, and HA resets none, on PVE #version'() {
        given:
        start(ha(three(version), ['ct:102': 'started']))
        prepare()
        def house = house()
        house.phase([home: ['pve1', 'pve2', 'pve3'] as Set])

        when:
        offTogether(house, ['pve1', 'pve2', 'pve3'])

        then: 'each guest by its own UPID, the deaf one hard'
        running() == []
        def orders = writes()
        def firstNode = orders.findIndexOf { it ==~ 'POST /nodes/pve./status' }
        def guests = orders.findAll { it.contains('/status/shutdown') || it.contains('/status/stop') }
        guests.size() >= 3
        guests.every { orders.lastIndexOf(it) < firstNode }
        orders.findAll { it ==~ 'POST /nodes/pve./status' }.toSet().size() == 3

        when:
        pass(Duration.ofMinutes(10))

        then: 'and all stay off'
        ['pve1', 'pve2', 'pve3'].every { !up(it) }
        marks.findAll { it.what() == What.NODE_OFF }*.value().toSet() == ['pve1', 'pve2', 'pve3'] as Set
        marks.findAll { it.what() == What.GUEST_STOPPED }*.value().toSet() == ['lxc/101', 'lxc/102', 'qemu/200'] as Set

        where:
        version << RELEASES
    }

    @Row('F-30')
    def 'Ceph is told not to move data when the guests are down and before a node goes, monitors last, on PVE #version'() {
        given:
        start(three(version).ceph().also { c ->
            c.ceph().get().set() << 'noscrub'
            c.ceph().get().monitors().addAll(['pve1'])
        })
        def house = house()
        house.phase([home: ['pve1', 'pve2', 'pve3'] as Set])

        when:
        offTogether(house, ['pve1', 'pve2', 'pve3'])

        then:
        def orders = writes()
        int flags = orders.indexOf('PUT /cluster/ceph/flags')
        orders.findLastIndexOf { it.contains('/status/shutdown') } < flags
        flags < orders.findIndexOf { it ==~ 'POST /nodes/pve./status' }
        lab.change { it.ceph().get().set().toSet() } == ['noout', 'nobackfill', 'norecover', 'norebalance', 'noscrub'] as Set
        marks.findAll { it.what() == What.FLAG_SET }*.value().toSet() == ['noout', 'nobackfill', 'norecover', 'norebalance'] as Set
        orders.findAll { it ==~ 'POST /nodes/pve./status' }.last() == 'POST /nodes/pve1/status'

        where:
        version << RELEASES
    }

    @Row(['F-29', 'P-25', 'P-47'])
    def 'the survivor of two nodes has quorum alone where the plan allows it and HA can do no harm, on PVE #version'() {
        given:
        start(ha(builder(2, version).lxc(101, 'dns') { it.node('pve1').running() }.lxc(102, 'web') { it.node('pve2').running() },
                ['ct:101': 'started']))
        shells()
        prepare()
        def house = house()
        house.phase([home: ['pve2'] as Set])

        when:
        def deed = off(house, 'pve2', true)

        then:
        deed.message().contains('node pve2 was shut down')
        deed.message().contains('pve1 was told to expect 1 votes, and has quorum alone')
        shells == ['pve1: pvecm expected 1']
        running() == [101]

        when: 'ten minutes later it is still usable'
        pass(Duration.ofMinutes(10))
        lab.pvesh('POST', '/nodes/pve1/lxc/101/status/reboot', [:])

        then:
        up('pve1')
        marks.any { it.what() == What.VOTES_EXPECTED && it.value() == '1' }

        where:
        version << RELEASES
    }

    def 'without consent, or while HA is armed, nobody is told to expect fewer votes'() {
        given:
        start(ha(builder(2, '9.2.11').lxc(101, 'dns') { it.node('pve1').running() }, ['ct:101': 'started']))
        shells()
        def house = house()

        when:
        def deed = off(house, 'pve2', consent)

        then:
        deed.message().contains(words)
        shells == []

        where:
        consent || words
        false   || 'the cluster has no quorum now: what runs goes on, nothing can be started or changed'
        true    || 'it is left so: HA is armed'
    }

    def 'a QDevice keeps the quorum, and nobody is told anything'() {
        given:
        start(builder(2, '9.2.11').qdevice())
        shells()

        expect:
        off(house(), 'pve2', true).message() == 'node pve2 was shut down'
        shells == []
    }

    @Row('F-26')
    def 'a node that lost its power is not waited for, and its guests have not failed'() {
        given:
        start(three('9.2.11'))
        def house = house()
        lab.kill('pve3')
        long begun = time.nanos()

        when:
        def reached = down(house, 'pve3') + new dev.steward.runner.proxmox.act.power.GuestPower(acting(house)).one(
                acting(house).guestView().guests()['qemu/200'],
                new dev.steward.runner.proxmox.act.power.Wish(dev.steward.runner.proxmox.act.power.Goal.SHUTDOWN, Optional.empty(), true, false))
        def deed = off(house, 'pve3')

        then:
        reached*.result() == [Result.LEFT]
        reached*.words() == ['is lost with its node pve3']
        deed.message() == 'node pve3 is off already, or lost: nobody waits for it'
        !deed.changed()
        Duration.ofNanos(time.nanos() - begun) < Duration.ofSeconds(30)
        marks.empty
    }

    @Row('F-25')
    def 'a node whose API does not answer takes the order through the next endpoint, or over its shell'() {
        given:
        start(three('9.2.11'))
        shells()
        known = new Estate([home: new Estate.Seen('home', Optional.of(acting(house()).view()), [:], Duration.ZERO, Optional.empty())])
        def house = house()

        when: 'its own pveproxy hangs'
        lab.faults().refuse('POST', '/nodes/pve2/status', 10, 595, 'Connection refused')
        def deed = off(house, 'pve2')

        then:
        deed.message().startsWith('node pve2 was shut down over its shell, since the API did not take the order')
        shells == ['pve2: shutdown -h now']
        !up('pve2')

        when: 'no API answers at all, though the nodes live'
        ['pve1', 'pve3'].each { lab.link(it, false) }
        deed = off(house, 'pve3')

        then:
        shells.last() == 'pve3: shutdown -h now'
        !up('pve3')
    }

    @Row('F-02')
    def 'a node that neither API nor shell reaches is a failure that names both'() {
        given:
        start(three('9.2.11'))
        lab.faults().refuse('POST', '/nodes/pve2/status', 10, 500, 'no')

        when:
        off(house(), 'pve2')

        then:
        ActException e = thrown()
        e.message.startsWith('node pve2 takes no order: ')
        e.message.contains('there is no way to a shell of node pve2')
    }

    @Row('F-01')
    def 'the guest that carries Steward is in no selection, and its node is left for the end'() {
        given:
        start(three('9.2.11').lxc(110, 'steward') { it.node('pve1').running() })
        own = new OwnPlace.InGuest('home', 110, 'pve1', 'the spec')
        def house = house()
        house.phase([home: ['pve1', 'pve2'] as Set])

        when:
        def reached = down(house, 'pve1')

        then:
        reached.find { it.guest().vmid().value() == 110 }.words() == 'is left alone: Steward itself runs in it; it goes with its node'
        running().contains(110)

        when:
        def deed = off(house, 'pve1')

        then: 'it is only prepared: the order is the last act'
        deed.data().own.name() == 'pve1'
        up('pve1')
        running() == [110, 200]
        !writes().any { it == 'POST /nodes/pve1/status' }
    }

    def 'in check mode nothing is ordered, and what would be is said'() {
        given:
        start(three('9.2.11'))
        def house = house()

        expect:
        house.switchOff(acting(house), new dev.steward.runner.proxmox.act.HouseRules.Off(Optional.of('pve2'), 'pve2', Duration.ofMinutes(5), false, true))
                .get().message() == 'node pve2 would be shut down, with 1 running guests'
        writes() == []
    }
}

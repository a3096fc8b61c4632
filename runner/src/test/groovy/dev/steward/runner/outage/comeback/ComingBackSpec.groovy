package dev.steward.runner.outage.comeback

import dev.steward.house.Row
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.aswas.AsWas
import dev.steward.runner.outage.aswas.Mark
import dev.steward.runner.outage.aswas.Mark.What
import dev.steward.runner.outage.aswas.Ours
import dev.steward.runner.outage.cluster.NodeShell
import dev.steward.runner.lab.pve.state.Pace
import dev.steward.runner.proxmox.act.power.Goal
import dev.steward.runner.proxmox.act.power.GuestPower
import dev.steward.runner.proxmox.act.power.Reached
import dev.steward.runner.proxmox.act.power.Wish
import java.time.Duration
import java.time.Instant

class ComingBackSpec extends HouseKit {

    private void lab(String version) {
        start(ha(builder(3, version).ceph()
                .lxc(101, 'dns') { it.node('pve1').running().set('startup', 'order=1,up=20') }
                .lxc(102, 'web') { it.node('pve2').running().set('startup', 'order=2').set('onboot', 1) }
                .qemu(200, 'db') { it.node('pve2').running() }
                .qemu(201, 'kept') { it.node('pve3').running() }
                .lxc(103, 'was-off') { it.node('pve3') },
                ['vm:201': 'started']))
    }

    private Comeback bring(AsWas was, Ours ours) {
        new ComingBack(usual(), shell, ComingBack.Limits.USUAL, told).bring(was, ours)
    }

    /** The whole outage: all guests, then all nodes. */
    private AsWas outage() {
        def was = AsWas.of(note().json())
        prepare()
        def house = house()
        house.phase([home: ['pve1', 'pve2', 'pve3'] as Set])
        ['pve1', 'pve2', 'pve3'].each { off(house, it) }
        pass(Duration.ofMinutes(5))
        was
    }

    @Row(['F-40', 'P-26', 'F-28'])
    def 'after the return all is as it was: quorum, nodes, storage, HA, Ceph, then guests in their order, on PVE #version'() {
        given:
        lab(version)
        def was = outage()
        assert running() == []
        def kept = Ours.of(marks.collect { Ours.mark(Ours.json(it)) })

        when: 'nodes boot in no order, the last one late'
        lab.revive('pve2')
        pass(Duration.ofSeconds(90))
        lab.change { c -> c.agenda().after(Duration.ofSeconds(60), { dev.steward.runner.lab.pve.node.NodePower.boot(c, c.node('pve3')) }) }
        lab.change { c -> c.agenda().after(Duration.ofSeconds(120), { dev.steward.runner.lab.pve.node.NodePower.boot(c, c.node('pve1')) }) }
        def back = bring(was, kept)

        then:
        back.whole()
        back.words() == 'all 4 guests that ran are back'
        running() == [101, 102, 200, 201]
        back.clusters()[0].gates()*.name() == ['quorum', 'nodes', 'storage', 'HA', 'Ceph']
        haStates() == ['vm:201': 'started']
        lab.change { it.ha().mode() } == ''
        lab.change { it.ceph().get().set() }.empty

        and: 'what the nodes and HA start themselves is not started twice, the rest in startup order'
        def starts = writes().findAll { it.endsWith('/status/start') }
        starts == ['POST /nodes/pve1/lxc/101/status/start', 'POST /nodes/pve2/qemu/200/status/start']

        and: 'whether the next outage may come is said'
        back.lines(Optional.of(41.4d), Optional.of(60)).last() == 'not ready for the next outage yet: charge 41 %, wanted 60 %'
        back.lines(Optional.of(80d), Optional.of(60)).last() == 'ready for the next outage: charge 80 %, wanted 60 %'

        where:
        version << RELEASES
    }

    @Row(['G-71', 'U-05'])
    def 'only what this outage stopped is started again, and what is not back is named with its reason'() {
        given:
        lab('9.2.11')
        def was = note()
        def house = house()
        down(house, 'pve1')
        down(house, 'pve2')
        lab.change { it.services().clear() }
        lab.pvesh('POST', '/nodes/pve3/qemu/201/status/stop', [:])
        pass(Duration.ofSeconds(30))
        assert running() == []
        (1..3).each { lab.fail('vzstart', 102, "startup for container '102' failed") }

        when:
        def back = bring(was, ours())

        then:
        running() == [101, 200]
        !back.whole()
        back.notBack()*.id() == ['lxc/102', 'qemu/201']
        back.words().startsWith('2 of 4 guests are not back: web (lxc/102): ')
        back.words().contains("startup for container '102' failed")
        back.words().contains('kept (qemu/201): it is stopped, and this outage did not stop it')

        and: 'three tries'
        writes().count { it == 'POST /nodes/pve2/lxc/102/status/start' } == 3
    }

    def 'a guest that was told to go down and did so only after nobody waited for it any more is started again'() {
        given:
        lab('9.2.11')
        def was = note()
        lab.change { it.guests().get(200).manner().shutdown(Duration.ofSeconds(90)) }
        def acting = acting(house())
        def db = acting.guestView().guests()['qemu/200']
        def reached = new GuestPower(acting).one(db, new Wish(Goal.SHUTDOWN, Optional.of(Duration.ofSeconds(10)), false, false))
        assert reached.result() == Reached.Result.FAILED
        assert 200 in running()

        when:
        def back = bring(was, ours())

        then:
        back.whole()
        200 in running()
        writes().findAll { it.contains('/qemu/200/') } == ['POST /nodes/pve2/qemu/200/status/shutdown', 'POST /nodes/pve2/qemu/200/status/start']
        said.any { it.contains('watches db (qemu/200), told to go down and running still') }
    }

    def 'a guest whose stop the cluster has not heard of yet is started again, not taken for running'() {
        given: 'the nodes tell each other of their guests every ten seconds'
        start(builder(2, '9.2.11').pace(Pace.quick().heard(Duration.ofSeconds(10)))
                .lxc(101, 'dns') { it.node('pve1').running() }
                .lxc(102, 'web') { it.node('pve2').running() })
        def was = note()
        down(house(), 'pve2')
        assert acting(house()).guestView().guests()['lxc/102'].running()

        when:
        def back = bring(was, ours())

        then:
        back.whole()
        running() == [101, 102]
    }

    @Row('F-40')
    def 'without quorum nothing is started, and that is the report'() {
        given:
        lab('9.2.11')
        def was = outage()
        lab.revive('pve1')

        when:
        def back = new ComingBack(usual(), shell, new ComingBack.Limits(Duration.ofMinutes(3), Duration.ofMinutes(1), Duration.ofMinutes(1),
                Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 1, Duration.ZERO, 4), told).bring(was, ours())

        then:
        back.notBack().size() == 4
        back.words().contains('no quorum after 180 s')
        running() == []
    }

    def 'a node that stays away is named, and the guests of the others come back'() {
        given:
        lab('8.4.21')
        def was = outage()
        ['pve1', 'pve2'].each { lab.revive(it) }

        when:
        def back = bring(was, ours())

        then:
        running() == [101, 102, 200]
        back.words().contains('kept (qemu/201): its node pve3 is offline')
        back.words().contains('pve3 is offline after 600 s')
    }

    @Row('F-29')
    def 'fewer votes are expected no longer than until the others are back'() {
        given:
        start(builder(2, '9.2.11').lxc(102, 'web') { it.node('pve2').running() })
        shell = { cluster, node, command, limit ->
            if (command[1] == 'expected') {
                lab.change { it.votes().expect(command[2] as int) }
            }
            "Expected votes:   ${lab.change { it.votes().expected(2) }}\n"
        } as NodeShell
        def was = note()
        def house = house()
        prepare()
        off(house, 'pve2', true)
        assert lab.change { it.votes().expected(2) } == 1
        lab.revive('pve2')
        lab.change { it.votes().expect(1) }

        when:
        def back = bring(was, ours())

        then:
        lab.change { it.votes().expected(2) } == 2
        back.clusters()[0].gates().find { it.name() == 'votes' }.fine()
        running() == [102]
    }

    def 'what lost its power without being told comes back too, and where nothing did nothing is asked'() {
        given:
        lab('9.2.11')
        def was = note()

        when:
        def idle = bring(was, ours())

        then:
        idle.clusters() == []
        writes() == []

        when: 'pve2 falls over, with all that runs on it'
        pass(Duration.ofMinutes(3))
        lab.kill('pve2')
        lab.revive('pve2')
        pass(Duration.ofSeconds(30))
        def back = bring(was, ours())

        then:
        running() == [101, 102, 200, 201]
        back.words() == 'all 4 guests that ran are back'
        writes() == ['POST /nodes/pve2/qemu/200/status/start']
    }

    def 'a sick Ceph keeps its flags, and the operator is told how to take them away'() {
        given:
        lab('9.2.11')
        def was = outage()
        lab.change { it.ceph().get().with { c -> c.health('HEALTH_ERR'); c.checks().OSD_DOWN = '2 osds down' } }
        ['pve1', 'pve2', 'pve3'].each { lab.revive(it) }

        when:
        def back = bring(was, ours())

        then:
        lab.change { it.ceph().get().set().contains('noout') }
        !back.whole()
        back.words().contains('Ceph warns of OSD_DOWN: 2 osds down; the flags')
        back.words().contains('stay set: unset them when it is well')
        back.notBack().empty
    }

    def 'brought back twice is brought back once; what somebody set in HA meanwhile stays'() {
        given:
        lab('8.4.21')
        def was = outage()
        ['pve1', 'pve2', 'pve3'].each { lab.revive(it) }
        lab.change { it.services()['vm:201'].want('disabled') }
        bring(was, ours())

        when:
        int count = writes().size()
        def again = bring(was, ours())

        then:
        writes().size() == count
        haStates() == ['vm:201': 'disabled']
        again.notBack()*.words() == ['kept (qemu/201): HA is asked to have it disabled']
    }
}

package dev.steward.runner.outage.aswas

import dev.steward.house.Row
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.aswas.Mark.What
import dev.steward.runner.proxmox.estate.Estate
import java.time.Duration

class AsWasSpec extends HouseKit {

    private void lab(String version) {
        start(ha(builder(2, version).ceph()
                .also { it.ceph().get().set() << 'noscrub' }
                .lxc(101, 'dns') { it.running() }
                .qemu(200, 'db') { it.node('pve2').running() }
                .lxc(102, 'off') { it },
                ['ct:101': 'started', 'ct:102': 'stopped']))
    }

    @Row('U-05')
    def 'what runs where, what HA was asked for and the flags of Ceph are noted, and survive being written down, on PVE #version'() {
        given:
        lab(version)

        when:
        def was = AsWas.of(note().json())
        def home = was.clusters().home

        then:
        was == note().with { new AsWas(was.at(), it.clusters()) }
        home.guests()*.words() == ['dns (lxc/101)', 'db (qemu/200)']
        home.guests()*.node() == ['pve1', 'pve2']
        home.ha() == ['ct:101': 'started', 'ct:102': 'stopped']
        home.armed() == armed
        home.flags().get() == ['noscrub'] as Set
        home.nodes() == [pve1: 'online', pve2: 'online']
        home.storages().contains('storage/pve1/local')
        home.problem().empty
        home.age() == Duration.ZERO
        was.running() == 2

        where:
        version  || armed
        '8.4.21' || Optional.empty()
        '9.2.11' || Optional.of('armed')
    }

    def 'a cluster that does not answer is noted as it was last seen, with its age, and in time'() {
        given:
        lab('9.2.11')
        known = new Estate([home: new Estate.Seen('home', Optional.of(acting(house()).view()), [:], Duration.ofSeconds(42), Optional.empty())])
        ['pve1', 'pve2'].each { lab.kill(it) }
        long begun = time.nanos()

        when:
        def home = note(Duration.ofSeconds(10)).clusters().home

        then:
        Duration.ofNanos(time.nanos() - begun) <= Duration.ofSeconds(11)
        home.age() == Duration.ofSeconds(42)
        home.problem().present
        home.guests()*.id() == ['lxc/101', 'qemu/200']
    }

    def 'one that was never seen is noted with its problem'() {
        given:
        lab('9.2.11')
        ['pve1', 'pve2'].each { lab.kill(it) }

        expect:
        note(Duration.ofSeconds(5)).clusters().home.with { it.guests().empty && it.problem().present }
    }

    def 'marks are kept as lines of JSON, and what counts as stopped by the outage follows from them'() {
        given:
        def marks = [new Mark('home', What.GUEST_STOPPED, 'lxc/101'), new Mark('home', What.NODE_OFF, 'pve2'), new Mark('home', What.HA_IGNORED, 'ct:1=started')]

        when:
        def ours = Ours.of(marks.collect { Ours.mark(Ours.json(it)) })

        then:
        ours.marks().toList() == marks
        ours.stopped('home', guest('lxc/101', 'pve1'))
        ours.stopped('home', guest('qemu/9', 'pve2'))
        !ours.stopped('home', guest('qemu/9', 'pve1'))
        !ours.stopped('other', guest('lxc/101', 'pve1'))
        ours.none('other')
        !ours.none('home')
    }

    private static AsWas.GuestWas guest(String id, String node) { new AsWas.GuestWas(id, 'x', node) }
}

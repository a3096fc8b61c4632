package dev.steward.runner.module.proxmox

import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.state.Store
import java.time.Duration

class SnapshotSpec extends PvePlays {

    private void lab(String version = '9.2.11') {
        cluster(version) { LabBuilder builder ->
            builder.lxc(101, 'web') { it.running() }
                    .lxc(102, 'flat') { it.set('rootfs', 'local:102/vm-102-disk-0.raw,size=1G') }
                    .lxc(103, 'zed') { it.set('rootfs', 'tank:subvol-103-disk-0,size=1G') }
                    .qemu(200, 'docker') { it.running() }
                    .storage(new Store('tank', 'zfspool', '/tank', 'images,rootdir', false, 1L << 36, 0, []))
        }
    }

    def 'a named snapshot is taken once and removed once, on PVE #version'() {
        given:
        lab(version)

        when:
        def run = thrice('web', "snapshot 'before', description: 'by hand'")

        then:
        run.message == 'took snapshot before of web (lxc/101 on pve1)'
        run.task().data().snapshot == 'before'
        guest(101).snapshots().before.description() == 'by hand\n'
        !form('POST', '/lxc/101/snapshot').containsKey('vmstate')

        when:
        thrice('web', "snapshot 'before', state: 'absent'")

        then:
        guest(101).snapshots().isEmpty()

        where:
        version << RELEASES
    }

    def 'without a name it is called after us and the time; so many are kept, and no foreign one is touched'() {
        given:
        lab()
        play('web', "snapshot 'mine'")
        play('web', "snapshot 'steward-patch-20250101-000000'")

        when:
        def runs = (1..4).collect {
            kit.time.advance(Duration.ofHours(1))
            play('web', 'snapshot keep: 2')
        }

        then:
        runs.every { changed(it) }
        runs.last().task().data().snapshot ==~ /steward-20260301-16\d{4}/
        runs.last().task().data().removed.size() == 1
        guest(101).snapshots().keySet().count { it ==~ /steward-\d{8}-\d{6}/ } == 2
        guest(101).snapshots().keySet().containsAll(['mine', 'steward-patch-20250101-000000'])
        guest(101).snapshots().containsKey(runs.last().task().data().snapshot)
    }

    def 'one that is needed for a time goes when that is over, and not before'() {
        given:
        lab()
        play('web', "snapshot 'short', expires: 2.hours, description: 'update'")
        play('web', "snapshot 'long', expires: 7.days")
        play('web', "snapshot 'ever'")

        expect:
        guest(101).snapshots().short.description().startsWith('update\nsteward: expires 2026-03-01T14:')
        ok(play('web', "snapshot state: 'expired'"))

        when:
        kit.time.advance(Duration.ofHours(3))

        then:
        thrice('web', "snapshot state: 'expired'").message == 'removed expired snapshots of web (lxc/101 on pve1): short'
        guest(101).snapshots().keySet() == ['long', 'ever'] as Set
    }

    def 'the memory of a running VM is kept where that is said'() {
        given:
        lab()

        expect:
        changed(play('docker', "snapshot 'live', vmstate: true"))
        guest(200).snapshots().live.memory()
        failure(play('web', "snapshot 'live', vmstate: true")) == 'a snapshot of a container has no memory; leave vmstate out'
    }

    def 'what cannot be is refused before anything is done: #call on #host'() {
        given:
        lab()
        kit.lab.lock(103, 'backup')

        expect:
        failure(play(host, call)).contains(message)
        kit.writes().empty

        where:
        host   | call                             || message
        'flat' | "snapshot 'x1'"                  || 'cannot be snapshotted: one of its disks or mount points lies where that is not possible; take a backup instead'
        'zed'  | "snapshot 'x1'"                  || 'is locked (backup): something works on it'
        'web'  | "snapshot 'x'"                   || "'x' is no name of a snapshot: 2 to 40 letters"
        'web'  | "snapshot 'current'"             || "not 'current'"
        'web'  | "snapshot state: 'absent'"       || 'nothing says which snapshot shall go: say its name'
        'web'  | "snapshot keep: 0"               || 'keep is 0; expected 1 or more'
        'web'  | "rollback 'befor'"               || "has no snapshot 'befor'; it has none"
    }

    def 'a rollback brings back what was, and a guest that ran runs again, on PVE #version'() {
        given:
        lab(version)
        play('web', "snapshot 'before'")
        guest(101).config().put('memory', 2048)

        when:
        def dry = play('web', "rollback 'before'", check: true)
        def run = play('web', "rollback 'before'")

        then:
        dry.message == 'would take web (lxc/101 on pve1) back to snapshot before'
        changed(run)
        run.message == 'took web (lxc/101 on pve1) back to snapshot before; it runs'
        guest(101).text('memory') == '256'
        guest(101).running()
        kit.writes().last() == 'POST /nodes/pve1/lxc/101/snapshot/before/rollback'
        failure(play('web', "rollback 'befor'")).contains("did you mean 'before'?")

        where:
        version << RELEASES
    }

    def 'one that was off stays off; what was taken with memory runs'() {
        given:
        lab()
        play('docker', "snapshot 'live', vmstate: true")
        play('zed', "snapshot 'calm'")
        play('docker', "guest state: 'stopped'")

        expect:
        play('zed', "rollback 'calm'").message.endsWith('it is off')
        !guest(103).running()
        play('docker', "rollback 'live'").message.endsWith('it runs')
        guest(200).running()
        !form('POST', '/snapshot/live/rollback').containsKey('start')
    }

    def 'where the storage goes back to the newest alone, the next step is told'() {
        given:
        lab()
        play('zed', "snapshot 'first'")
        kit.time.advance(Duration.ofMinutes(1))
        play('zed', "snapshot 'second'")

        expect:
        failure(play('zed', "rollback 'first'")).contains("is not most recent snapshot")
        failure(play('zed', "rollback 'first'")).contains("remove the newer ones first (snapshot state: 'absent')")
    }

    def 'the lock that a rollback leaves behind is waited for'() {
        given:
        lab()
        play('web', "snapshot 'before'")
        play('web', "rollback 'before'")

        expect:
        changed(play('web', "snapshot 'before', state: 'absent'"))
        guest(101).snapshots().isEmpty()
    }

    def 'an answer that is lost leaves one snapshot, and one UPID to follow'() {
        given:
        lab()
        kit.lab.faults().loseAnswer('POST', '/nodes/pve1/lxc/101/snapshot', 1)

        expect:
        changed(play('web', "snapshot 'once'"))
        kit.writes() == ['POST /nodes/pve1/lxc/101/snapshot']

        when:
        kit.lab.faults().loseAnswer('DELETE', '/nodes/pve1/lxc/101/snapshot/once', 1)

        then:
        changed(play('web', "snapshot 'once', state: 'absent'"))
        guest(101).snapshots().isEmpty()
    }

    def 'a guest that goes back to the snapshot of an update is no longer told as one whose update nobody ended'() {
        given:
        lab()
        kit.lab.pvesh('POST', '/nodes/pve1/lxc/101/snapshot', [snapname: 'steward-patch-20260301-110000', description: 'before an update (run 3)\nsteward: expires 2026-03-04T11:00:00Z\nsteward: patch open'])
        kit.time.advance(Duration.ofSeconds(10))
        kit.lab.settle()

        expect:
        changed(play('web', "rollback 'steward-patch-20260301-110000'"))
        guest(101).snapshots()['steward-patch-20260301-110000'].description().strip() == 'before an update (run 3)\nsteward: expires 2026-03-04T11:00:00Z\nsteward: patch undone'
    }
}

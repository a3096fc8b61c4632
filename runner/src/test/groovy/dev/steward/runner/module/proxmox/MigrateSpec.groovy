package dev.steward.runner.module.proxmox

import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.lab.pve.state.Store

class MigrateSpec extends PvePlays {

    private void lab(String version = '9.2.11', Closure<?> more = {}) {
        def builder = PveLab.cluster('lab').nodes(3).version(version)
                .storage(new Store('ceph', 'rbd', '', 'images,rootdir', true, 1L << 40, 0, []))
                .storage(new Store('only1', 'dir', '/only', 'images,rootdir', false, 1L << 36, 0, ['pve1']))
                .lxc(101, 'web') { it.running() }
                .lxc(102, 'calm') { }
                .lxc(103, 'stuck') { it.set('rootfs', 'only1:103/vm-103-disk-0.raw,size=1G') }
                .qemu(200, 'docker') { it.running().set('scsi0', 'ceph:vm-200-disk-0,size=1G') }
                .qemu(201, 'local') { it.running() }
        more(builder)
        kit = new PveKit(folder, builder)
    }

    def 'a guest moves once: #host with #args on PVE #version'() {
        given:
        lab(version)

        when:
        def run = thrice(host, "migrate 'pve2'$args")

        then:
        run.task().data().node == 'pve2'
        run.task().data().from == 'pve1'
        guest(vmid).node() == 'pve2'
        guest(vmid).running() == runs
        form('POST', '/migrate').keySet() - ['node', 'vmid'] == sent as Set

        where:
        [version, [host, vmid, args, runs, sent]] << [RELEASES, [
                ['web', 101, ', restart: true', true, ['target', 'restart']],
                ['calm', 102, '', false, ['target']],
                ['docker', 200, '', true, ['target', 'online']],
                ['local', 201, ', withLocalDisks: true', true, ['target', 'online', 'with-local-disks']]]].combinations()
    }

    def 'what stands in the way is told before anything is begun: #call of #host on PVE #version'() {
        given:
        lab(version) { it.lxc(104, 'bound') { g -> g.set('mp0', '/srv,mp=/srv') }.qemu(202, 'usb') { g -> g.set('usb0', 'host=1-2') }
                .qemu(203, 'disc') { g -> g.set('ide2', 'only1:iso/x.iso,media=cdrom').set('scsi0', 'ceph:vm-203-disk-0,size=1G') }
                .lxc(105, 'held') { } }
        kit.lab.lock(105, 'backup')
        kit.lab.kill('pve3')

        expect:
        failure(play(host, call)).contains(message)
        kit.writes().empty

        where:
        [version, [host, call, message]] << [RELEASES, [
                ['web', "migrate 'pve2'", 'a container does not move while it runs; say restart: true'],
                ['local', "migrate 'pve2'", 'lie on its node alone; say withLocalDisks: true'],
                ['stuck', "migrate 'pve2'", 'cannot move to pve2: it has'],
                ['calm', "migrate 'pve3'", 'cannot move to pve3: it is offline; it could to pve2'],
                ['calm', "migrate 'pve9'", "has no node 'pve9'"],
                ['bound', "migrate 'pve2'", 'mp0 is /srv of its node (say shared=1'],
                ['usb', "migrate 'pve2'", 'it uses the device usb0 of its node'],
                ['disc', "migrate 'pve2'", 'the optical drive holds only1:iso/x.iso'],
                ['held', "migrate 'pve2'", 'it is locked (backup)']]].combinations()
    }

    def 'without a node it goes where the most memory is left'() {
        given:
        lab()
        kit.lab.change { it.node('pve2').maintenance(true) }

        when:
        def run = play('calm', 'migrate()')

        then:
        changed(run)
        run.task().data().node in ['pve2', 'pve3']
        failure(play('stuck', 'migrate()')).contains('no node will do for stuck')
    }

    def 'what HA keeps is there only when HA has moved it, on PVE #version'() {
        given:
        lab(version) { it.also { c -> c.services()['ct:101'] = new HaResource('ct:101', 'started').tap { s -> s.state('started') } } }

        when:
        def run = play('web', "migrate 'pve2', restart: true")

        then:
        changed(run)
        guest(101).node() == 'pve2'
        guest(101).running()
        ok(play('web', "migrate 'pve2', restart: true"))

        where:
        version << RELEASES
    }

    def 'a move that fails leaves the guest where it was, and says why'() {
        given:
        lab()
        kit.lab.fail('qmigrate', 200, 'migration aborted')

        expect:
        failure(play('docker', "migrate 'pve2'")).startsWith('proxmox task for move VM 200 to pve2 failed: migration aborted')
        guest(200).node() == 'pve1'
    }

    def 'an answer that is lost begins no second move'() {
        given:
        lab()
        kit.lab.faults().loseAnswer('POST', '/nodes/pve1/lxc/102/migrate', 1)

        expect:
        changed(play('calm', "migrate 'pve2'"))
        kit.writes() == ['POST /nodes/pve1/lxc/102/migrate']
        guest(102).node() == 'pve2'
    }

    def 'a token that may see its guests and no more moves them, on PVE #version'() {
        given:
        lab(version) { only(it, ['/vms': 'PVEVMAdmin']) }
        by(LOOK)

        expect:
        changed(play('localhost', "migrate 'pve2', vmid: 102"))
        changed(play('localhost', "migrate name: 'docker'"))
        changed(play('localhost', "snapshot 'one', vmid: 101"))
        guest(102).node() == 'pve2'

        where:
        version << RELEASES
    }
}

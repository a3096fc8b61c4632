package dev.steward.runner.roll

import dev.steward.house.Row
import dev.steward.runner.lab.debian.Postinsts
import dev.steward.runner.notice.Notice
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What goes wrong stops the roll at its node, says what state that is left in, and a second run goes on there. */
@Timeout(180)
class RollFaultsSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup RollKit kit

    private void cluster(int nodes = 3, Map<String, List<String>> updates = [:], Closure<?> more = {}) {
        kit = new RollKit(folder, nodes, updates, { RollKit.guests(it).ceph(); more(it) })
    }

    private boolean noout() { kit.lab.change { !it.ceph().get().set().isEmpty() } }

    private boolean maintained(String node) { kit.lab.change { it.node(node).maintenance() } }

    @Row('P-43')
    def 'a migration that fails stops the roll: the node is not updated, and a second run goes on with it'() {
        given:
        cluster()
        kit.lab.fail('qmigrate', 102, 'storage migration failed: no space left')

        when:
        def run = kit.roll()

        then:
        run.status == 'failed'
        run.failure.contains('no space left')
        run.failure.contains('the roll stops at pve1: pve1 stays in maintenance, 2 guests of it moved away; mend it and run the playbook again: it goes on with emptying the node')
        kit.reboots() == []
        kit.kernel('pve1') == RollKit.OLD
        maintained('pve1') && !noout()

        when:
        def again = kit.roll()

        then:
        assert again.status == 'ok': again.said.join('\n')
        kit.reboots() == ['pve1', 'pve2', 'pve3']
        kit.where(101) == 'pve1' && kit.where(102) == 'pve1'
        !maintained('pve1')
    }

    @Row('P-43')
    def 'a guest that cannot leave keeps its node from being touched, and is named with the reason'() {
        given:
        cluster(2, [:], { it.qdevice().qemu(110, 'gpu-1') { g -> g.node('pve1').running().set('hostpci0', '0000:01:00').set('scsi0', 'nas:110/x.raw,size=1G') } })

        when:
        def run = kit.roll(limit: 'pve1')

        then:
        run.status == 'failed'
        run.failure.contains('node pve1 is not touched, because VM 110 gpu-1 cannot leave it: gpu-1: it cannot move: it uses the device hostpci0 of its node')
        kit.writes() == []
    }

    def 'an upgrade that ends with 100 leaves the node in maintenance; once mended, the roll goes on without moving anybody again'() {
        given:
        cluster(3, [pve1: RollKit.KERNEL + ['~pve-manager 9.0.10']])

        when:
        def run = kit.roll(limit: 'pve1')

        then:
        run.status == 'failed'
        run.failure.contains('the upgrade of pve1 failed')
        run.failure.contains('pve1 stays in maintenance')
        run.failure.contains('it goes on with the upgrade')
        kit.reboots() == []
        maintained('pve1') && !noout()

        when:
        int moves = kit.writes().count { it.endsWith('/migrate') }
        kit.machines.host('pve1').machine().part(Postinsts, { new Postinsts() }).failing().clear()
        def again = kit.roll(limit: 'pve1')

        then:
        assert again.status == 'ok': again.said.join('\n')
        kit.reboots() == ['pve1']
        kit.writes().count { it.endsWith('/migrate') } == moves * 2
        kit.where(101) == 'pve1' && kit.where(102) == 'pve1'
    }

    @Row('P-44')
    def 'a node that takes the order and never reboots has failed, although it is online'() {
        given:
        cluster()
        kit.lab.faults().refuse('POST', '/nodes/pve1/status', 1, 200, 'OK')

        when:
        def run = kit.roll(limit: 'pve1', [rebootTimeout: Duration.ofMinutes(2)])

        then:
        run.status == 'failed'
        run.failure.contains('pve1 did not reboot: it was told to, and after 120 s it still answers from the same boot; pve1 stays in maintenance')
        maintained('pve1')
    }

    def 'a node that does not come back has failed, and nothing more is begun'() {
        given:
        cluster()
        def broken = Thread.startDaemon {
            while (kit.lab.change { it.node('pve1').up() }) { Thread.onSpinWait() }
            kit.machines.host('pve1').broken(true)
        }

        when:
        def run = kit.roll([:], [rebootTimeout: Duration.ofMinutes(3)])

        then:
        run.status == 'failed'
        kit.reboots() == ['pve1']
        run.failure.contains('pve1 is not back after 180 s')
        run.failure.contains('it goes on with waiting for the node to be back')

        when: 'somebody mends it'
        kit.machines.host('pve1').broken(false)
        kit.machines.host('pve1').on()
        def again = kit.roll()

        then:
        assert again.status == 'ok': again.said.join('\n')
        kit.reboots() == ['pve1', 'pve2', 'pve3']

        cleanup:
        broken?.join()
    }

    def 'a node that comes back without quorum is not taken into service'() {
        given:
        cluster()
        def cut = Thread.startDaemon {
            while (kit.lab.change { it.node('pve1').up() }) { Thread.onSpinWait() }
            kit.lab.link('pve1', false)
        }

        when:
        def run = kit.roll([:], [rejoinTimeout: Duration.ofMinutes(1)])

        then:
        run.status == 'failed'
        run.failure.contains('pve1 is no sound member of the cluster after 60 s: the cluster does not see it')
        run.failure.contains('pve1 stays in maintenance')
        kit.reboots() == ['pve1']
        kit.where(101) != 'pve1'

        when: 'its cable is in again'
        kit.lab.link('pve1', true)
        def again = kit.roll()

        then:
        assert again.status == 'ok': again.said.join('\n')
        kit.reboots() == ['pve1', 'pve2', 'pve3']

        cleanup:
        cut?.join()
    }

    def 'a Ceph that is ill keeps the roll from beginning; noout of a roll of ours does not'() {
        given:
        cluster()
        kit.lab.change { it.ceph().get().health('HEALTH_WARN'); it.ceph().get().checks()['OSD_DOWN'] = '1 osds down'; null }

        when:
        def run = kit.roll([:], [gatesWithin: Duration.ofSeconds(20)])

        then:
        run.status == 'failed'
        run.failure.contains('pve1 is not updated: Ceph warns of OSD_DOWN: 1 osds down')
        kit.writes() == []
    }

    def 'a node that somebody else took into maintenance is left alone'() {
        given:
        cluster()
        kit.lab.change { it.node('pve2').maintenance(true); null }

        when:
        def run = kit.roll([:], [gatesWithin: Duration.ofSeconds(10)])

        then:
        run.status == 'failed'
        run.failure.contains('node pve2 is under maintenance, and not by a roll of ours')
        kit.writes() == []
    }

    @Row('U-22')
    def 'an upgrade that #what is refused before anything is touched'() {
        given:
        cluster(3, [pve1: updates])

        when:
        def run = kit.roll(limit: 'pve1')

        then:
        run.status == 'failed'
        run.failure.contains(why)
        kit.writes() == []
        kit.kernel('pve1') == RollKit.OLD

        where:
        what                     | updates                                   || why
        'removes Proxmox VE'     | ['pve-qemu-kvm 10.0.2-5 -proxmox-ve']     || 'it would remove proxmox-ve, and with it Proxmox VE'
        'is a new major release' | ['pve-manager 10.0.1']                    || 'it would go from major release 9 to 10 (pve-manager 9.0.3 -> 10.0.1)'
    }

    @Row('U-22')
    def 'a pinned kernel is not rebooted for'() {
        given:
        cluster()
        kit.machines.host('pve1').machine().files().with { it.folders('/etc/kernel'); it.furnish('/etc/kernel/proxmox-boot-pin', 0644, "$RollKit.OLD\n") }

        when:
        def run = kit.roll(limit: 'pve1')

        then:
        assert run.status == 'ok': run.said.join('\n')
        kit.reboots() == []
        run.said.any { it.contains("pve1 runs kernel $RollKit.OLD, and need not boot") }
        kit.writes().every { !it.endsWith('/migrate') }
    }

    @Row(['P-46', 'U-08'])
    def 'check mode shows what would become of every guest, and changes nothing'() {
        given:
        cluster()

        when:
        def run = kit.roll(check: true)

        then:
        kit.writes() == []
        run.log.any { it.contains('pve1: 2 guests run: 1 live, 1 restart') }
        run.log.any { it.contains('CT 101 web-1: restart on pve') }
        run.log.any { it.contains('CT 105 ha-1: ha (') }
    }

    @Row('P-45')
    def 'nobody is surprised: without a word that it may, the roll asks, and silence stops it'() {
        given:
        cluster(3, [pve2: [], pve3: []])

        when:
        def run = kit.roll([:], [unattended: false])

        then:
        run.status == 'failed'
        run.failure.contains('nobody answered within 1800 s')
        kit.writes() == []

        and: 'a person was called, and not for nothing: it was told when it was asked'
        def told = kit.runner.store().outbox().last(10)*.notice().find { it.kind() == Notice.Kind.ASKED }
        told.title() ==~ /Run \d+ waits for an answer: Update pve1 now\?.*/
        told.text().contains('on pve1, and waits until')
    }

    def 'two nodes without a third vote: the roll asks before it breaks the quorum, and silence stops it'() {
        given:
        cluster(2)

        when:
        def run = kit.roll(limit: 'pve1')

        then:
        run.status == 'failed'
        run.failure.contains('without pve1 the cluster would have 1 of 2 votes and no quorum')
        kit.writes() == []
    }

    @Row('N-14')
    def 'five nodes, one of which has nothing to do'() {
        given:
        cluster(5, [pve3: []])

        when:
        def run = kit.roll()

        then:
        assert run.status == 'ok': run.said.join('\n')
        kit.reboots() == ['pve1', 'pve2', 'pve4', 'pve5']
        run.said.any { it == 'pve3 ok: no package to upgrade; no boot needed' }
    }
}

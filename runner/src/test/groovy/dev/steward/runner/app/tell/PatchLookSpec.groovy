package dev.steward.runner.app.tell

import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.Claims
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.notice.Notice
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.proxmox.act.Acting
import dev.steward.runner.proxmox.act.UpidWatcher
import dev.steward.runner.proxmox.act.guest.PatchSnapshots
import dev.steward.runner.proxmox.act.guest.PatchSnapshots.State
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PatchLookSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    Claims claims = new Claims()
    List<Notice> told = []

    def setup() {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(2).lxc(101, 'web') { it.running() }.qemu(200, 'desk') { it.running().node('pve2') }.lxc(110, 'mold') { it.set('template', 1) })
    }

    private PatchLook look() { new PatchLook(kit.runner.acting(), claims, { told << it }, kit.time) }

    /** An update of a guest that came to this. */
    private void update(int vmid, Duration keep, State state) {
        def acting = new Acting(kit.runner.acting().of('home'), UpidWatcher.NONE)
        def guest = acting.guest(Vmid.parse(vmid as String))
        def snapshots = new PatchSnapshots(acting, Duration.ofMinutes(5))
        def kept = snapshots.take(guest, keep, 'run 7')
        if (state != State.OPEN) {
            snapshots.became(guest, kept, state)
        }
    }

    private Set<String> left(int vmid) { kit.lab.guest(vmid).snapshots().keySet() }

    def 'what expired goes, whatever became of the update, and what has not stays'() {
        given:
        update(101, Duration.ofHours(1), State.GOOD)
        update(200, Duration.ofHours(1), State.FAILED)
        kit.time.advance(Duration.ofMinutes(30))
        update(101, Duration.ofHours(1), State.GOOD)
        kit.lab.pvesh('POST', '/nodes/pve1/lxc/101/snapshot', [snapname: 'mine'])
        kit.time.advance(Duration.ofMinutes(31))

        when:
        look().look()

        then:
        left(101).size() == 2
        left(101).contains('mine')
        left(200).empty
        told == []
    }

    def 'an update that nobody ended is told with the guest it is about, but not while one is at work on it'() {
        given:
        update(101, Duration.ofDays(3), State.OPEN)
        def claim = claims.take('home/101', 'run 8').get()

        when:
        look().look()

        then:
        told == []

        when:
        claim.close()
        look().look()

        then:
        told.size() == 1
        told[0].kind() == Notice.Kind.LOST
        told[0].title() ==~ /An update of web \(lxc\/101 on pve1\) was never ended; its snapshot steward-patch-\S+ is there/
        told[0].text().contains('(run 7)')
        claims.holder('home/101').empty
    }

    def 'a guest that cannot be asked keeps nobody else from being looked at'() {
        given:
        update(101, Duration.ofHours(1), State.GOOD)
        update(200, Duration.ofDays(3), State.OPEN)
        kit.time.advance(Duration.ofHours(2))
        kit.lab.lock(101, 'migrate')

        when:
        look().look()

        then:
        left(101).size() == 1
        told*.title().every { it.contains('desk') } && told.size() == 1
    }
}

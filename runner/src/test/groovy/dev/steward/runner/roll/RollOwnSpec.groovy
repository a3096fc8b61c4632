package dev.steward.runner.roll

import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The node that carries Steward comes last, reboots after the run, and the roll goes on when Steward serves again. */
@Timeout(180)
class RollOwnSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup RollKit kit

    def 'Steward in a container of pve1: pve1 is last, goes down with it after the run, and is taken into service after the boot'() {
        given:
        kit = new RollKit(folder, 3, [:], { RollKit.guests(it).ceph() })
        kit.shut()
        folder.resolve('steward.yml').toFile() << "power: {self: {guest: '101'}, ups: {desk: {host: '127.0.0.1:1'}}}\n"
        kit.open()

        when:
        def run = kit.roll()

        then: 'the others are done, and pve1 is upgraded and empty but for Steward itself'
        assert run.status == 'ok': run.said.join('\n')
        run.said.any { it.startsWith('pve1 changed: the reboot of node pve1 is handed over: Steward itself runs there') }
        kit.where(101) == 'pve1'
        kit.where(102) != 'pve1'
        kit.lab.change { it.node('pve1').maintenance() }

        when: 'the node goes down, and Steward with it'
        await { kit.reboots() == ['pve2', 'pve3', 'pve1'] }
        kit.shut()
        await { kit.kernel('pve1') == RollKit.NEW && kit.lab.change { it.node('pve1').up() } && kit.runs(101) }
        kit.open()
        kit.runner.startSchedules()
        long next = kit.runner.store().queries().page(dev.steward.runner.store.RunFilter.ALL, Optional.empty(), 1)[0].id()
        def after = kit.await(next)

        then:
        assert after.status == 'ok': after.said.join('\n')
        after.row.cause().name().startsWith('steward, after run ')
        kit.where(102) == 'pve1' && kit.runs(102)
        !kit.lab.change { it.node('pve1').maintenance() || !it.ceph().get().set().isEmpty() }
        kit.reboots() == ['pve2', 'pve3', 'pve1']
    }

    private static void await(Closure<Boolean> holds) {
        long end = System.nanoTime() + 60_000_000_000L
        while (!holds()) {
            assert System.nanoTime() < end
            Thread.onSpinWait()
        }
    }
}

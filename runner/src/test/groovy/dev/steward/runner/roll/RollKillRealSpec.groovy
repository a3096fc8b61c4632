package dev.steward.runner.roll

import dev.steward.runner.lab.file.Directory
import dev.steward.runner.lab.file.Who
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/**
 * The process that rolls is killed by SIGKILL when the cluster shows that a step was begun or done, and a while after; the next
 * one goes on. The judge is the simulated cluster, which lives in another process than the one that dies.
 */
class RollKillRealSpec extends Specification {

    static final long PATIENCE = 100

    @TempDir Path folder
    @AutoCleanup RollKit kit

    /** What the cluster shows of the steps of one node's roll, in their order. */
    private Map<String, Closure<Boolean>> steps() {
        [
                'noout is set'           : { kit.lab.change { !it.ceph().get().set().isEmpty() } },
                'HA maintenance is on'   : { kit.lab.change { it.node('pve1').maintenance() } },
                'a container is moved'   : { asked('lxc/101/migrate') == 1 },
                'it is there'            : { kit.where(101) != 'pve1' },
                'a VM is moved'          : { asked('qemu/102/migrate') == 1 },
                'the node is empty'      : { kit.where(102) != 'pve1' },
                'packages are at work'   : { job() },
                'packages are new'       : { upgrades() > 0 },
                'the reboot is ordered'  : { kit.reboots() == ['pve1'] },
                'the node is down'       : { !kit.lab.change { it.node('pve1').up() } },
                'the node is up'         : { kit.reboots() == ['pve1'] && kit.lab.change { it.node('pve1').up() } && kit.kernel('pve1') == RollKit.NEW },
                'HA maintenance is off'  : { !kit.lab.change { it.node('pve1').maintenance() } },
                'a guest is on its way'  : { asked('lxc/101/migrate') == 2 },
                'another is on its way'  : { asked('qemu/102/migrate') == 2 },
        ]
    }

    private int asked(String path) { kit.writes().count { it.endsWith(path) } as int }

    private boolean job() {
        def jobs = kit.machines.host('pve1').machine().files().look(Who.HOST, '/var/lib/steward/jobs')
        jobs instanceof Directory && !(jobs as Directory).names().isEmpty()
    }

    private int upgrades() {
        def log = kit.machines.host('pve1').machine().files().look(Who.HOST, '/var/log/dpkg.log')
        log == null ? 0 : new String(log.bytes()).readLines().count { it.contains('upgrade pve-manager') } as int
    }

    private Process begin() {
        def out = folder.resolve("out-${System.nanoTime()}.txt").toFile()
        new ProcessBuilder(Path.of(System.getProperty('java.home'), 'bin', 'java') as String, '-Xshare:auto', '-XX:TieredStopAtLevel=1',
                '-cp', System.getProperty('java.class.path'), RollVictim.name, folder.toString()).redirectErrorStream(true).redirectOutput(out).start()
    }

    private String said() {
        Files.list(folder).withCloseable { it.filter { f -> f.fileName.toString().startsWith('out-') }.toList() }.collect { it.toFile().text }.join('\n---\n')
    }

    def 'killed #later ms after every step of a roll, one process after the other goes on: nothing twice, nothing forgotten'() {
        given:
        kit = new RollKit(folder, 3, [:], { RollKit.guests(it).ceph() })
        Files.writeString(folder.resolve('victim.properties'), "base=$kit.base\n")
        kit.shut()
        List<String> killed = []

        when:
        for (step in steps()) {
            def process = begin()
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE)
            while (!step.value() && process.alive && System.nanoTime() < end) { process.waitFor(2, TimeUnit.MILLISECONDS) }
            process.waitFor(later, TimeUnit.MILLISECONDS)
            if (process.alive) { killed << step.key }
            process.destroyForcibly().waitFor()
        }
        def last = begin()
        boolean ended = last.waitFor(PATIENCE, TimeUnit.SECONDS)
        last.destroyForcibly()

        then:
        assert ended && last.exitValue() == 0: said()
        killed.size() >= steps().size() - 3
        kit.reboots() == ['pve1']
        upgrades() == 1
        asked('lxc/101/migrate') == 2
        asked('qemu/102/migrate') == 2
        [101, 102].collect { kit.where(it) } == ['pve1', 'pve1']
        [101, 102, 103].collect { kit.runs(it) } == [true, true, false]
        kit.kernel('pve1') == RollKit.NEW
        kit.lab.change { it.node('pve1').maintenance() || !it.ceph().get().set().isEmpty() } == false

        where:
        later << [0, 20, 100, 400]
    }
}

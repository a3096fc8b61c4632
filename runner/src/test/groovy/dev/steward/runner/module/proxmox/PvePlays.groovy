package dev.steward.runner.module.proxmox

import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Guest
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Playbooks run by a whole Steward against a simulated cluster of either release. */
abstract class PvePlays extends Specification {

    static final RELEASES = ['8.4.21', '9.2.11']

    @TempDir Path folder
    @AutoCleanup PveKit kit

    /** A cluster of two nodes and what else is said. */
    PveKit cluster(String version = '9.2.11', Closure<?> more) {
        LabBuilder builder = PveLab.cluster('lab').nodes(2).version(version)
        more(builder)
        kit = new PveKit(folder, builder)
    }

    PveKit.PveResult play(Map how = [:], String host, String call) {
        kit.tasks(how, host, "task('t') { $call }")
    }

    /** A try in check mode that must change nothing, then the real one, then a second one that must find nothing to do. */
    PveKit.PveResult thrice(String host, String call) {
        int before = kit.writes().size()
        def dry = play(host, call, check: true)
        assert dry.task().status() == Status.CHANGED: dry.message
        assert dry.message.contains('would')
        assert kit.writes().size() == before
        def real = play(host, call)
        assert real.task().status() == Status.CHANGED: real.message
        int after = kit.writes().size()
        def again = play(host, call)
        assert again.task().status() == Status.OK: again.message
        assert kit.writes().size() == after
        real
    }

    PveKit.PveResult play(String host, String call, Map how) { play(how, host, call) }

    boolean changed(PveKit.PveResult run) { is(run, Status.CHANGED) }

    boolean ok(PveKit.PveResult run) { is(run, Status.OK) }

    String failure(PveKit.PveResult run) {
        is(run, Status.FAILED)
        run.message
    }

    private static boolean is(PveKit.PveResult run, Status status) {
        assert run.task().status() == status: run.message
        true
    }

    Guest guest(int vmid) { kit.lab.guest(vmid) }

    Map form(String method, String path) {
        kit.lab.requests().findAll { it.method() == method && it.path().endsWith(path) }.last().params()
    }
}

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

    /** From now on with another token; builders make one by {@link #only}. */
    void by(String token) {
        def file = folder.resolve('steward.yml').toFile()
        file.text = file.text.replace(kit.lab.token(), token)
        kit.shut()
        kit.open()
    }

    static final String LOOK = 'ops@pve!look=5f3c1a9e-0d52-4d0b-9c55-6a1f00c0fff0'

    /** A user whose token has these roles at these paths, and no other. */
    static LabBuilder only(LabBuilder builder, Map<String, String> roles) {
        roles.each { path, role -> builder.user('ops@pve', 'x', path, role) }
        builder.token('ops@pve', 'look', LOOK.split('=')[1], false)
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

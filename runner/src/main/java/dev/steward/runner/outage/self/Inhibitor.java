package dev.steward.runner.outage.self;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has systemd-logind hold a shutdown of this machine back for a moment, until what was done so far is on disk (systemd-inhibit(1);
 * the moment is logind's InhibitDelayMaxSec, 5 s unless set). Where there is no systemd nothing is held, and that is no failure.
 */
public final class Inhibitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Inhibitor.class);
    private static final List<String> SYSTEMD = List.of(
            "systemd-inhibit", "--what=shutdown", "--mode=delay", "--who=Steward", "--why=", "sleep", "infinity");

    /* Begun by a thread of its own: the first step of an outage does not wait until a process is there. */
    private final CompletableFuture<Optional<Process>> held;

    private Inhibitor(CompletableFuture<Optional<Process>> held) {
        this.held = held;
    }

    /**
     * Holds shutdowns back until it is closed.
     *
     * @param why shown by {@code systemd-inhibit --list}
     */
    public static Inhibitor hold(String why) {
        return hold(why, SYSTEMD.get(0));
    }

    /** Holds nothing. */
    public static Inhibitor none() {
        return new Inhibitor(CompletableFuture.completedFuture(Optional.empty()));
    }

    /** The same by another program, for machines that keep it elsewhere. */
    public static Inhibitor hold(String why, String program) {
        List<String> command = new ArrayList<>(SYSTEMD);
        command.set(0, program);
        command.set(command.indexOf("--why="), "--why=" + why);
        return new Inhibitor(CompletableFuture.supplyAsync(() -> started(command), work -> {
            Thread thread = new Thread(work, "outage-inhibitor");
            thread.setDaemon(true);
            thread.start();
        }));
    }

    private static Optional<Process> started(List<String> command) {
        try {
            return Optional.of(new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            LOG.info("A shutdown of this machine is not held back while an outage is on: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a shutdown is held back. */
    public boolean holds() {
        return held.join().filter(Process::isAlive).isPresent();
    }

    @Override
    public void close() {
        held.join().ifPresent(Inhibitor::end);
    }

    private static void end(Process held) {
        held.descendants().forEach(ProcessHandle::destroy);
        held.destroy();
        try {
            if (!held.waitFor(2, TimeUnit.SECONDS)) {
                held.destroyForcibly();
            }
        } catch (InterruptedException e) {
            held.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.steward.runner.outage.self;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    private final Process held;

    private Inhibitor(Process held) {
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
        return new Inhibitor(null);
    }

    /** The same by another program, for machines that keep it elsewhere. */
    public static Inhibitor hold(String why, String program) {
        List<String> command = new ArrayList<>(SYSTEMD);
        command.set(0, program);
        command.set(command.indexOf("--why="), "--why=" + why);
        try {
            return new Inhibitor(new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            LOG.info("A shutdown of this machine is not held back while an outage is on: {}", e.getMessage());
            return new Inhibitor(null);
        }
    }

    /** Whether a shutdown is held back. */
    public boolean holds() {
        return held != null && held.isAlive();
    }

    @Override
    public void close() {
        if (held == null) {
            return;
        }
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

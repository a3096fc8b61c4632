package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.task.TaskEnd;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Carries out a change, and again while a lock that passes by itself stands in its way: PVE then has done nothing. After a
 * rollback with a start, for one, the configuration stays locked for some seconds. A lock that is written into the
 * configuration ({@code CT is locked (backup)}) belongs to somebody and is not waited for.
 */
public final class Insisting {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int TRIES = 6;
    private static final Pattern PASSING = Pattern.compile(
            "can't lock file|can't acquire lock|unable to acquire lock|got lock timeout|guest migration lock"
                    + "|cfs-lock .* error|lock request timeout");

    private final Acting acting;

    /** For changes on one cluster. */
    public Insisting(Acting acting) {
        this.acting = acting;
    }

    /**
     * Makes a change that must end well.
     *
     * @return how its UPID ended; empty: the call was carried out at once
     * @throws ActException when it failed, with the next step
     */
    public Optional<TaskEnd> done(Change change) throws PveException, ActException, InterruptedException {
        for (int left = TRIES - 1; ; left--) {
            try {
                Optional<TaskEnd> end = acting.carryOut(change);
                if (end.isEmpty() || end.get().ok()) {
                    return end;
                }
                if (left == 0 || !passes(end.get().exitStatus())) {
                    throw failure(change.action(), end.get());
                }
            } catch (PveException e) {
                if (left == 0 || e.kind() != PveException.Kind.BUSY || !passes(e.reason())) {
                    throw e;
                }
            }
            acting.time().sleep(PAUSE);
        }
    }

    private static boolean passes(String text) {
        return PASSING.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    /** The failure of a UPID, with the next step where there is one to name. */
    public static ActException failure(String action, TaskEnd end) {
        String step = Remedies.of(end.exitStatus()).map(text -> "; " + text).orElse("");
        return new ActException(Acting.failure(action, end) + step);
    }
}

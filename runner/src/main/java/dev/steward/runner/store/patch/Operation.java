package dev.steward.runner.store.patch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Package work of one run on one host.
 *
 * @param run its number
 * @param host its name in the inventory
 * @param mode check or apply
 * @param status now
 * @param asked who wanted what
 * @param times created, started, completed
 * @param said what came of it
 * @param counts packages
 * @param kept what was kept to go back to
 */
public record Operation(
        long run,
        String host,
        String mode,
        OperationStatus status,
        Asked asked,
        Times times,
        Said said,
        Counts counts,
        Kept kept) {

    /** Its name in addresses: the run, a dash, the host. */
    public String id() {
        return run + "-" + host;
    }

    /**
     * Who wanted it.
     *
     * @param by the person or token; empty where a run did it on its own
     * @param reason for people; perhaps empty
     * @param limit without news for so long it counts as timed out
     */
    public record Asked(String by, String reason, Duration limit) {}

    /** When. */
    public record Times(Instant created, Optional<Instant> started, Optional<Instant> completed) {}

    /**
     * What came of it.
     *
     * @param step of the run; empty: none began here
     * @param stage how far it came: skipped, check, protect, update, verify, commit, rollback; empty: not known
     * @param message one line
     * @param exit of the package manager; empty: not known
     * @param stdout its last part, masked
     * @param stderr its last part, masked
     */
    public record Said(
            Optional<String> step,
            Optional<String> stage,
            String message,
            Optional<Integer> exit,
            String stdout,
            String stderr) {}

    /**
     * How many packages.
     *
     * @param before could be upgraded when it began; empty: not known
     * @param after could still be upgraded; empty: not known
     * @param changed were installed, upgraded or removed
     * @param downtime without an answer, where the host was rebooted; empty: not known
     */
    public record Counts(
            Optional<Integer> before,
            Optional<Integer> after,
            Optional<Integer> changed,
            Optional<Duration> downtime) {}

    /** What was kept to go back to. */
    public record Kept(Optional<String> snapshot, Optional<String> backup) {}
}

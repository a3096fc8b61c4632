package dev.steward.runner.store;

import dev.steward.runner.event.Cause;
import dev.steward.runner.event.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of a run, as a line of the history shows them.
 *
 * @param id its number
 * @param playbook its name
 * @param file as the operator named it
 * @param cause who or what
 * @param schedule the schedule that fired
 * @param scheduledAt the time it fired for
 * @param status now
 * @param times created, started, finished
 * @param exit the CLI's exit code, once ended
 * @param message why it ended so; empty when all went well
 * @param hosts how many ended how; zeros while it runs
 * @param options limit, tags, check …: as recorded
 * @param parameters the effective vars, masked
 * @param lastEvent the number of its last committed event; 0: none
 * @param lastStep the last task that began, as "Upgrade packages on web-1"
 */
public record Run(
        long id,
        String playbook,
        String file,
        Cause cause,
        Optional<String> schedule,
        Optional<Instant> scheduledAt,
        RunStatus status,
        Times times,
        Optional<Integer> exit,
        String message,
        Hosts hosts,
        Map<String, Object> options,
        Map<String, Object> parameters,
        long lastEvent,
        Optional<String> lastStep) {

    /**
     * When things happened to a run.
     *
     * @param created it was asked for
     * @param started its first step could begin
     * @param finished it ended
     */
    public record Times(Instant created, Optional<Instant> started, Optional<Instant> finished) {

        /** From start to end; empty while it runs and where it never began. */
        public Optional<Duration> took() {
            return started.flatMap(from -> finished.map(to -> Duration.between(from, to)));
        }
    }

    /** Each host counted once, by the worst that happened to it. */
    public record Hosts(int ok, int changed, int failed, int unreachable, int aborted, int notReached) {

        /** All of them. */
        public int total() {
            return ok + changed + failed + unreachable + aborted + notReached;
        }
    }
}

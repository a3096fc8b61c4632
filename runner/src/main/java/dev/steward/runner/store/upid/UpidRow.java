package dev.steward.runner.store.upid;

import dev.steward.runner.proxmox.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A UPID that was begun from here.
 *
 * @param cluster our name of its cluster
 * @param upid itself
 * @param origin the task that began it; empty: no run did
 * @param action in words, as {@code shutdown CT 101 web-1}
 * @param page where PVE's own pages show what it is about; empty: not known
 * @param started when it was first kept
 * @param end how it ended; empty: it still runs, as far as is known
 */
public record UpidRow(
        String cluster,
        Upid upid,
        Optional<Origin> origin,
        String action,
        Optional<String> page,
        Instant started,
        Optional<End> end) {

    /** The task of a run that began it. */
    public record Origin(long run, String step, String host) {}

    /**
     * How it ended.
     *
     * @param at when that was seen
     * @param result in a word: ok, warnings, failed, cancelled, unknown
     * @param exitStatus in PVE's words
     * @param tail the last lines of its log
     */
    public record End(Instant at, String result, String exitStatus, String tail) {

        /** Whether it did what it should. */
        public boolean ok() {
            return result.equals("ok") || result.equals("warnings");
        }
    }

    /** From its start to its end; empty: it still runs. */
    public Optional<Duration> took() {
        return end.map(e -> Duration.between(started, e.at()));
    }
}

package dev.steward.runner.wake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long one guest has had no traffic, by the counters its node keeps. What is not known is no idleness: after a restart of
 * the guest or of Steward, and while its cluster is not seen, the time begins anew. Not thread-safe.
 */
final class IdleWatch {

    private final long quietPerMinute;
    private Sample last;
    private long since;

    IdleWatch(int quietPerMinute) {
        this.quietPerMinute = quietPerMinute;
    }

    /**
     * The counters once.
     *
     * @param seen when the view was read; the same view twice is one look
     * @param bytes both directions together, since the guest's start
     * @param nanos by the monotonic clock
     */
    record Sample(Instant seen, long bytes, long nanos) {}

    /** Takes a look, empty where the guest does not run or cannot be seen; how long it has been idle. */
    Duration look(Optional<Sample> now) {
        if (now.isEmpty()) {
            last = null;
            return Duration.ZERO;
        }
        Sample sample = now.get();
        if (last == null || busy(sample)) {
            since = sample.nanos();
            last = sample;
        } else if (!sample.seen().equals(last.seen())) {
            last = sample;
        }
        return Duration.ofNanos(sample.nanos() - since);
    }

    private boolean busy(Sample sample) {
        if (sample.seen().equals(last.seen())) {
            return false;
        }
        long moved = sample.bytes() - last.bytes();
        double minutes = (sample.nanos() - last.nanos()) / 60e9;
        return moved < 0 || moved > quietPerMinute * Math.max(minutes, 0.5);
    }

    /** The time begins anew. */
    void begin() {
        last = null;
    }
}

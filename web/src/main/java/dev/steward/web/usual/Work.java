package dev.steward.web.usual;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The work of a run, in usual time: what is done, and what is left on each host. */
final class Work {

    private final double pace;
    private final Map<String, Long> left = new HashMap<>();
    private long done;

    /**
     * No work yet.
     *
     * @param pace how long a run takes for each second of work
     */
    Work(double pace) {
        this.pace = pace;
    }

    void begun(String host, Duration usual, Duration spent) {
        done += spent.toMillis();
        left.merge(host, usual.minus(spent).toMillis(), Long::sum);
    }

    boolean any() {
        return done + leftOver() > 0;
    }

    int percent() {
        return (int) Math.min(99, done * 100 / (done + leftOver()));
    }

    /** At the pace of before; a host's own tasks come one after another, so never less than what is left on any. */
    Duration left() {
        long longest = left.isEmpty() ? 0 : Collections.max(left.values());
        return Duration.ofMillis(Math.max(longest, Math.round(pace * leftOver())));
    }

    private long leftOver() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }
}

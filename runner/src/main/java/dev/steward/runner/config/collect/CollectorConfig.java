package dev.steward.runner.config.collect;

import java.time.Duration;
import java.util.Optional;

/**
 * What is collected of the Proxmox clusters, and how long it is kept.
 *
 * @param interval between two passes over nodes and guests, at least 30 s; the first is 10 s after the start
 * @param metrics between two readings of what nodes measure, at least 10 s; those between passes are kept for a day
 * @param retention how long history and changes are kept, at least 1 day
 * @param push where the same is sent; empty: nowhere
 */
public record CollectorConfig(Duration interval, Duration metrics, Duration retention, Optional<PushConfig> push) {

    /** Each 5 min, nodes each 30 s, kept for 30 days. */
    public static final CollectorConfig DEFAULT =
            new CollectorConfig(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofDays(30), Optional.empty());

    public CollectorConfig {
        least("interval", interval, Duration.ofSeconds(30), "30s");
        least("metrics", metrics, Duration.ofSeconds(10), "10s");
        least("retention", retention, Duration.ofDays(1), "1d");
    }

    private static void least(String name, Duration said, Duration least, String words) {
        if (said.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " is shorter than " + words);
        }
    }

    /** With another push. */
    public CollectorConfig with(Optional<PushConfig> other) {
        return new CollectorConfig(interval, metrics, retention, other);
    }
}

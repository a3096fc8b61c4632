package dev.steward.runner.store.host;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What runs learnt of a host.
 *
 * @param host its name
 * @param reached when it last answered a command; empty: never, as far as is known
 * @param facts gathered last; empty: never
 * @param seen the last run it was part of, reached or not; empty: none
 */
public record KnownHost(String host, Optional<Reached> reached, Optional<Gathered> facts, Optional<Seen> seen) {

    /** A host no run has met. */
    public static KnownHost none(String host) {
        return new KnownHost(host, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A contact.
     *
     * @param route in words, as {@code ssh root@192.0.2.10:22} or {@code pct 101 via ssh root@pve1:22}
     */
    public record Reached(Instant at, long run, String route) {}

    /**
     * Facts.
     *
     * @param values plain data, secrets masked
     */
    public record Gathered(Instant at, long run, Map<String, Object> values) {}

    /**
     * A run's end on it.
     *
     * @param status as the recap counts it; empty text: from before this was kept
     */
    public record Seen(Instant at, long run, String status) {}
}

package dev.steward.runner.config.notify;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * What of its kinds a channel is told, and when.
 *
 * @param severity the least loud that is told there
 * @param from since when in the day it is used; empty: always. It goes with {@code to}, which may be earlier: over midnight
 * @param to until when, exclusive
 * @param outside what becomes of a notice at another time
 * @param digest how long notices are collected and then told as one; empty: each is told at once
 * @param urgent how loud a notice must be that neither waits nor is collected
 * @param giveUp for how long a notice that cannot be delivered is tried again, from when it became due
 */
public record RouteConfig(
        Severity severity,
        Optional<LocalTime> from,
        Optional<LocalTime> to,
        Outside outside,
        Optional<Duration> digest,
        Severity urgent,
        Duration giveUp) {

    /** How loud, the least first; nothing is as loud as {@code NEVER}. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR,
        NEVER
    }

    /** What becomes of a notice at a time when its channel is not used. */
    public enum Outside {
        /** It is told when it is used again. */
        WAIT,
        /** It is not told there; another channel is used at that time. */
        DROP
    }

    /** All of it, at once, and tried for two days. */
    public static final RouteConfig DEFAULT = new RouteConfig(
            Severity.INFO,
            Optional.empty(),
            Optional.empty(),
            Outside.WAIT,
            Optional.empty(),
            Severity.ERROR,
            Duration.ofDays(2));

    public RouteConfig {
        if (from.isPresent() != to.isPresent()) {
            throw new IllegalArgumentException(
                    (from.isPresent() ? "from" : "to") + " is given alone; from and to go together");
        }
        if (from.isPresent() && from.equals(to)) {
            throw new IllegalArgumentException("from is the same as to; leave both out for the whole day");
        }
        if (severity == Severity.NEVER) {
            throw new IllegalArgumentException("severity is never; expected info, warning or error");
        }
        if (digest.filter(span -> span.compareTo(Duration.ofMinutes(1)) < 0 || span.compareTo(Duration.ofDays(7)) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("digest is not within 1m to 7d");
        }
        if (giveUp.compareTo(Duration.ofMinutes(1)) < 0 || giveUp.compareTo(Duration.ofDays(14)) > 0) {
            throw new IllegalArgumentException("giveUp is not within 1m to 14d");
        }
    }
}

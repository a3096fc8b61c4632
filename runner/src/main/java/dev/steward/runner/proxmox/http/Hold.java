package dev.steward.runner.proxmox.http;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds back after a refusal: 2, 4, 8, then 10 s. PVE delays each 401 by 3 s and may lock an account, so a wrong secret is not
 * tried at every call.
 */
final class Hold {

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(10));

    private final Time time;
    private int refusals;
    private String reason = "";
    private long until;

    Hold(Time time) {
        this.time = time;
    }

    /** A refusal in force. */
    record Refusal(String reason, Duration left) {}

    /** How long to wait after so many failures in a row, from 1. */
    static Duration pause(int failures) {
        return PAUSES.get(Math.min(failures, PAUSES.size()) - 1);
    }

    synchronized void refused(String why) {
        refusals++;
        reason = why;
        until = time.nanos() + pause(refusals).toNanos();
    }

    synchronized void accepted() {
        refusals = 0;
    }

    /** Why not to ask now; empty: ask. */
    synchronized Optional<Refusal> now() {
        long left = until - time.nanos();
        return refusals > 0 && left > 0 ? Optional.of(new Refusal(reason, Duration.ofNanos(left))) : Optional.empty();
    }
}

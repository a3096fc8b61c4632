package dev.steward.runner.proxmox.http;

import dev.steward.runner.time.Time;
import java.time.Duration;

/** When something must be over, on the monotonic clock. */
record Deadline(Time time, long end) {

    /** In so long from now. */
    static Deadline in(Time time, Duration limit) {
        return new Deadline(time, time.nanos() + limit.toNanos());
    }

    /** What is left; zero: it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - time.nanos()));
    }

    boolean over() {
        return end - time.nanos() <= 0;
    }

    /** The earlier of this and so long from now. */
    Deadline atMost(Duration limit) {
        return left().compareTo(limit) < 0 ? this : in(time, limit);
    }
}

package dev.steward.runner.power.watch;

import java.time.Duration;

/** Something that holds in one answer after the other, and since when. */
final class Held {

    private long since;
    private int samples;

    void see(boolean holds, long nanos) {
        if (!holds) {
            samples = 0;
        } else if (samples++ == 0) {
            since = nanos;
        }
    }

    boolean now() {
        return samples > 0;
    }

    /** In two answers at least. */
    boolean twice() {
        return samples > 1;
    }

    long since() {
        return since;
    }

    /** Without a break until a moment, for so long at least. */
    boolean lasted(Duration least, long nanos) {
        return now() && nanos - since >= least.toNanos();
    }
}

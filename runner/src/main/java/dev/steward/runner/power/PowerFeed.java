package dev.steward.runner.power;

import java.time.Duration;

/** Where an outage sees how the power stands. Thread-safe. */
public interface PowerFeed {

    /** As it is now. */
    PowerSignal now();

    /**
     * Waits until something changed since a signal was taken, or the time is over; returns what is then.
     *
     * @param seen the last one known
     * @param longest the longest wait
     */
    PowerSignal next(PowerSignal seen, Duration longest) throws InterruptedException;
}

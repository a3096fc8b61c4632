package dev.steward.runner.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The only source of time in the product, so that gates, retries and schedules are tested without sleeping. Everything
 * that decides by an interval uses {@link #nanos()}: the wall clock may jump.
 */
public interface Time {

    /** The wall clock, for records and schedules. */
    Instant now();

    /** A monotonic clock in nanoseconds; only differences mean something. */
    long nanos();

    /**
     * Waits.
     *
     * @throws InterruptedException when the thread is interrupted while waiting
     */
    void sleep(Duration duration) throws InterruptedException;
}

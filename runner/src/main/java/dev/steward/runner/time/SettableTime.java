package dev.steward.runner.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved; sleeping moves it. For rehearsals, the lab and specs. */
public final class SettableTime implements Time {

    private final long origin = 1L << 40;
    private Instant now;
    private Duration passed = Duration.ZERO;

    /**
     * A clock.
     *
     * @param start what it shows at first
     */
    public SettableTime(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return origin + passed.toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(duration);
    }

    /** Moves both clocks forward. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
        passed = passed.plus(duration);
        notifyAll();
    }

    /** Sets the wall clock alone, as NTP or an operator would; the monotonic clock goes on. */
    public synchronized void set(Instant instant) {
        now = instant;
        notifyAll();
    }
}

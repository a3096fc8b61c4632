package dev.steward.dsl.plan;

import java.time.Duration;

/**
 * Further tries of a task that failed: {@code retries 2, delay: 5.seconds}. Unreachable hosts and timed-out tasks are
 * not tried again. With {@link Backoff#LINEAR} the waits are d, 2d, 3d; with {@link Backoff#EXPONENTIAL} d, 2d, 4d.
 *
 * @param further tries after the first, at least 0
 * @param delay before each further try, not negative
 * @param backoff how the delay grows
 */
public record Retry(int further, Duration delay, Backoff backoff) {

    /** No further try. */
    public static final Retry NONE = new Retry(0, Duration.ZERO, Backoff.CONSTANT);

    /** How the delay grows from try to try. */
    public enum Backoff {
        CONSTANT,
        LINEAR,
        EXPONENTIAL
    }

    public Retry {
        if (further < 0) {
            throw new IllegalArgumentException("retries must be 0 or more, not " + further);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay between retries must not be negative, but is " + delay);
        }
    }

    /**
     * The wait before a further try.
     *
     * @param attempt which further try, counted from 1
     */
    public Duration before(int attempt) {
        return switch (backoff) {
            case CONSTANT -> delay;
            case LINEAR -> delay.multipliedBy(attempt);
            case EXPONENTIAL -> delay.multipliedBy(1L << Math.min(attempt - 1, 30));
        };
    }
}

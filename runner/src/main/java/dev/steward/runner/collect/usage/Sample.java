package dev.steward.runner.collect.usage;

import java.time.Duration;
import java.time.Instant;

/**
 * A value that holds for a while.
 *
 * @param from exclusive
 * @param to inclusive: when it was told
 */
record Sample(Instant from, Instant to, double value) {

    /** One that holds for so long before it was told. */
    static Sample before(Instant to, Duration length, double value) {
        return new Sample(to.minus(length), to, value);
    }
}

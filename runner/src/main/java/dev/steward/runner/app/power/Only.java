package dev.steward.runner.app.power;

import dev.steward.runner.outage.OutageOrder;
import java.util.Optional;

/**
 * The part of a plan that a person asked for alone; whoever goes on with it does no more than that.
 *
 * @param phase from 1
 * @param task from 1; empty: the whole phase
 */
record Only(int phase, Optional<Integer> task) {

    /** Empty: the whole plan. */
    static Optional<Only> of(OutageOrder.How how) {
        return how.phase().map(phase -> new Only(phase, how.task()));
    }

    /** As {@link #toString} writes it. */
    static Only of(String text) {
        String[] numbers = text.split("\\.");
        return new Only(
                Integer.parseInt(numbers[0]),
                numbers.length < 2 ? Optional.empty() : Optional.of(Integer.valueOf(numbers[1])));
    }

    @Override
    public String toString() {
        return phase + task.map(number -> "." + number).orElse("");
    }
}

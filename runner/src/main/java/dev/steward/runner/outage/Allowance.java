package dev.steward.runner.outage;

import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.Optional;

/** How long phases and steps may take, beside what the plan says: what the battery still gives decides. Thread-safe. */
public interface Allowance {

    /** Only the plan says. */
    Allowance NONE = new Allowance() {

        @Override
        public Optional<Duration> phase(int phase, PowerSignal signal) {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> step(String step, String host, PowerSignal signal) {
            return Optional.empty();
        }
    };

    /**
     * How long a phase that begins now may take; zero: it is left out.
     *
     * @param phase index from 0
     */
    Optional<Duration> phase(int phase, PowerSignal signal);

    /**
     * How long a step that begins now may take.
     *
     * @param step its id, of the whole plan
     */
    Optional<Duration> step(String step, String host, PowerSignal signal);
}

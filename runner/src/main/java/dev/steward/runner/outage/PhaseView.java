package dev.steward.runner.outage;

import java.time.Instant;
import java.util.Optional;

/**
 * How a phase stands.
 *
 * @param name as written
 * @param state one of waiting, running, done, failed, skipped, stopped, recovering, recovered
 * @param gate the condition it waits for, as written
 * @param began when; empty: not yet
 * @param ended when; empty: not yet
 * @param note what happened, in one line; perhaps empty
 */
public record PhaseView(
        String name,
        String state,
        Optional<String> gate,
        Optional<Instant> began,
        Optional<Instant> ended,
        String note) {

    static PhaseView waiting(String name, Optional<String> gate) {
        return new PhaseView(name, "waiting", gate, Optional.empty(), Optional.empty(), "");
    }

    PhaseView begun(String word, Instant at, String why) {
        return new PhaseView(name, word, gate, began.or(() -> Optional.of(at)), Optional.empty(), why);
    }

    PhaseView over(String word, Instant at, String why) {
        return new PhaseView(name, word, gate, began, Optional.of(at), why);
    }
}

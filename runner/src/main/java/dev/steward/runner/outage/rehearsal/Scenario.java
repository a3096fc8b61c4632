package dev.steward.runner.outage.rehearsal;

import dev.steward.runner.lab.ups.UpsScript;
import java.time.Duration;
import java.util.List;

/**
 * An outage to be played.
 *
 * @param words what happens, for people
 * @param script what the UPS says in the course of time
 * @param silences when it does not answer
 */
public record Scenario(String words, UpsScript script, List<Silence> silences) {

    public Scenario {
        silences = List.copyOf(silences);
    }

    /** A time without an answer, counted from the beginning. */
    public record Silence(Duration from, Duration to) {}

    /** Whether the UPS is silent so long after the beginning. */
    boolean silent(Duration at) {
        return silences.stream()
                .anyMatch(silence -> at.compareTo(silence.from()) >= 0 && at.compareTo(silence.to()) < 0);
    }
}

package dev.steward.runner.store.keep;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs that are past a bound, by the bound that takes them.
 *
 * @param by of each bound that takes any
 * @param more there are more than were counted
 */
public record Swept(List<Taken> by, boolean more) {

    /**
     * What one bound takes.
     *
     * @param runs that no bound before it takes
     * @param bytes of text that came with them
     */
    public record Taken(KeepRule rule, int runs, long bytes) {

        /** As "3 older than 30 days of weekly-updates". */
        public String words() {
            return runs + " " + rule.past();
        }
    }

    public Swept {
        by = List.copyOf(by);
    }

    /** How many runs. */
    public int runs() {
        return by.stream().mapToInt(Taken::runs).sum();
    }

    /** How many runs each bound takes, as "3 older than 30 days of weekly-updates, 2 beyond the newest 5GB". */
    public String words() {
        return by.stream().map(Taken::words).collect(Collectors.joining(", "));
    }
}

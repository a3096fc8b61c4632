package dev.steward.runner.store.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that works or worked on the history. Times are the database's.
 *
 * @param id its own; the owner of the runs it began
 * @param name how people call it
 * @param host the machine's name
 * @param version of Steward; empty: unknown
 * @param labels what may run on it
 * @param serves false: a command that ends by itself
 * @param beatAt when it last said that it lives
 * @param silence for how long it has said nothing; never negative
 * @param draining it begins nothing new
 * @param endedAt since when it is no more, by its own word or the others'; empty: it lives
 */
public record ServerRow(
        String id,
        String name,
        String host,
        String version,
        List<String> labels,
        boolean serves,
        Instant startedAt,
        Instant beatAt,
        Duration silence,
        boolean draining,
        Optional<Instant> endedAt) {

    private static final Duration QUIET = Duration.ofSeconds(15);

    public ServerRow {
        labels = List.copyOf(labels);
    }

    /** How one stands. */
    public enum State {
        AT_WORK("at work"),
        DRAINING("draining"),
        /** It lives by its row, but has not beaten lately: the others end it soon, if it does not. */
        SILENT("silent"),
        ENDED("ended");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }

    /**
     * How it stands.
     *
     * @param here whether it is the process that asks, which then lives for certain
     */
    public State state(boolean here) {
        if (!lives()) {
            return State.ENDED;
        }
        if (!here && silence.compareTo(QUIET) > 0) {
            return State.SILENT;
        }
        return draining ? State.DRAINING : State.AT_WORK;
    }

    /** Whether nobody has ended it. */
    public boolean lives() {
        return endedAt.isEmpty();
    }
}

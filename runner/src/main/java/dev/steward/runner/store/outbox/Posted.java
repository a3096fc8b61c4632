package dev.steward.runner.store.outbox;

import dev.steward.runner.notice.Notice;
import java.time.Instant;
import java.util.List;

/**
 * A notice with what became of it.
 *
 * @param id its number
 * @param notice what it says
 * @param deliveries one a channel; none where no channel wanted its kind
 */
public record Posted(long id, Notice notice, List<Delivered> deliveries) {

    public Posted {
        deliveries = List.copyOf(deliveries);
    }

    /**
     * What became of a notice on a channel.
     *
     * @param channel its name
     * @param state now
     * @param attempts to send it so far
     * @param next when it is tried again, where it waits
     * @param changed when this was last true
     * @param message why it was not sent; empty where it was
     */
    public record Delivered(String channel, State state, int attempts, Instant next, Instant changed, String message) {}

    /** Where a delivery stands. */
    public enum State {
        WAITING("waiting"),
        SENT("sent"),
        /** For good, by the other side. */
        REFUSED("refused"),
        /** After too long. */
        GIVEN_UP("given up");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word in SQL, JSON and on pages. */
        public String word() {
            return word;
        }

        static State of(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException(word + " is no state of a delivery");
        }
    }
}

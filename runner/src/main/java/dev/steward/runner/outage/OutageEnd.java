package dev.steward.runner.outage;

/**
 * How an outage ended.
 *
 * @param kind what became of it
 * @param words one sentence
 */
public record OutageEnd(Kind kind, String words) {

    /** What became of it. */
    public enum Kind {
        /** Every phase is over; the machine Steward runs on is the last that is on. */
        DONE,
        /** It was stopped before its point of no return, and what it did was undone. */
        UNDONE,
        /** It was stopped, and something is left for a person to bring back. */
        NEEDS_PERSON,
        /** This process ends; the next one goes on. */
        LEFT
    }
}

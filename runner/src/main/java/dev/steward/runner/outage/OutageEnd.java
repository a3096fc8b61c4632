package dev.steward.runner.outage;

/**
 * How an outage ended.
 *
 * @param kind what became of it
 * @param words one sentence
 */
public record OutageEnd(Kind kind, String words) {

    static OutageEnd left() {
        return new OutageEnd(Kind.LEFT, "Steward ends during the outage; its next start goes on");
    }

    static OutageEnd needsPerson(String words) {
        return new OutageEnd(Kind.NEEDS_PERSON, words);
    }

    /** What became of it. */
    public enum Kind {
        /** Every phase is over; the machine Steward runs on is the last that is on. */
        DONE,
        /** What it did was undone, and all is as it was. */
        UNDONE,
        /** Something is left for a person to bring back. */
        NEEDS_PERSON,
        /** This process ends; the next one goes on. */
        LEFT
    }
}

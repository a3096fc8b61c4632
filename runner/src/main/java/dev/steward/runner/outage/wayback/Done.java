package dev.steward.runner.outage.wayback;

/**
 * What came of one step of the way back.
 *
 * @param kind in one word
 * @param words one sentence
 */
public record Done(Kind kind, String words) {

    /** Kinds of end. */
    public enum Kind {
        /** It was done. */
        DONE,
        /** It was so already, or is not asked for. */
        ALREADY,
        /** It would do harm now, and was not done. */
        REFUSED,
        /** It did not work. */
        FAILED
    }

    static Done done(String words) {
        return new Done(Kind.DONE, words);
    }

    static Done already(String words) {
        return new Done(Kind.ALREADY, words);
    }

    static Done refused(String words) {
        return new Done(Kind.REFUSED, words);
    }

    static Done failed(String words) {
        return new Done(Kind.FAILED, words);
    }

    /** Whether there is nothing to alarm anybody about. */
    public boolean well() {
        return kind == Kind.DONE || kind == Kind.ALREADY;
    }
}

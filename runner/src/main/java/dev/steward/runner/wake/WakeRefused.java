package dev.steward.runner.wake;

/** A guest is not woken; the message says why. */
public final class WakeRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Kinds of refusal. */
    public enum Kind {
        /** There is no such rule. */
        UNKNOWN,
        /** No link can be made, since what signs it cannot be opened or kept. */
        KEY,
        /** The link is none of ours, has expired, or was withdrawn. */
        LINK,
        /** Asked too often. */
        OFTEN,
        /** Nothing may be woken now. */
        HELD
    }

    WakeRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What kind it is. */
    public Kind kind() {
        return kind;
    }
}

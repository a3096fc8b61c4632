package dev.steward.runner.proxmox.estate;

/** What was looked for is not there, is not one thing, or cannot be known now. */
public final class EstateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** A failure with a message for the operator. */
    EstateException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Kinds of failure. */
    public enum Kind {
        /** There is no such thing. */
        NOT_FOUND,
        /** There are several; nobody guesses which. */
        AMBIGUOUS,
        /** A cluster that has to be asked did not answer. */
        UNREACHABLE
    }
}

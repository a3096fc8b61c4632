package dev.steward.runner.seal;

/** A key cannot be read or made; the message says in one sentence which, and what to do. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For the operator. */
    public SealException(String message) {
        super(message);
    }
}

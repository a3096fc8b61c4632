package dev.steward.runner.power;

/** A UPS did not do what it was told, or cannot be asked; the message says why and what to do. */
public final class UpsRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** With a message for people, without secrets. */
    public UpsRefused(String message) {
        super(message);
    }

    /** With a message for people, without secrets, and what caused it. */
    public UpsRefused(String message, Throwable cause) {
        super(message, cause);
    }
}

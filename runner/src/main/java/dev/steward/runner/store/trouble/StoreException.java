package dev.steward.runner.store.trouble;

/** The database could not be opened or did not do what it was asked; the message says what to look at. */
public sealed class StoreException extends RuntimeException permits StoreTaken {

    /**
     * A failure.
     *
     * @param message for the operator
     * @param cause may be null
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

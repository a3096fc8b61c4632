package dev.steward.runner.store.trouble;

/** The database could not be opened or did not do what it was asked; the message says what to look at. */
public final class StoreException extends RuntimeException {

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

package dev.steward.runner.store.trouble;

/** Another Steward works on the database, or the others there ended this one: it is well, and not for this process. */
public final class StoreTaken extends StoreException {

    private static final long serialVersionUID = 1L;

    /** For the operator. */
    public StoreTaken(String message) {
        super(message, null);
    }
}

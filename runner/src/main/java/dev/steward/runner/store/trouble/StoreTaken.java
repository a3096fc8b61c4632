package dev.steward.runner.store.trouble;

/** Another Steward works on the database: this one must not begin at all, not even what needs no database. */
public final class StoreTaken extends StoreException {

    private static final long serialVersionUID = 1L;

    /** For the operator. */
    public StoreTaken(String message) {
        super(message, null);
    }
}

package dev.steward.runner.store.backup;

/** A backup cannot be used; the message says why and what to do. */
public final class BackupRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** For the operator. */
    public BackupRefused(String message) {
        super(message);
    }
}

package dev.steward.runner.lab.process;

/** A program was called in a way it does not understand; the message is what it prints. */
public final class UsageException extends RuntimeException {

    private final int status;

    /**
     * A refusal.
     *
     * @param status the exit status
     * @param message all that is printed on standard error
     */
    public UsageException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The exit status. */
    public int status() {
        return status;
    }
}

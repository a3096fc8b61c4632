package dev.steward.runner.connection;

/**
 * There is nothing to enter, and that is no fault: a guest that is stopped, a VM without an agent. Where its way was chosen by
 * somebody it counts as any host that cannot be reached; a {@link Chain} that has no other way leaves the host out.
 */
public final class Absent extends ConnectionException {

    private static final long serialVersionUID = 1L;

    /**
     * Nothing to enter.
     *
     * @param message for the operator, without secrets
     * @param cause may be null
     */
    public Absent(String message, Throwable cause) {
        super(Kind.UNREACHABLE, message, cause);
    }
}

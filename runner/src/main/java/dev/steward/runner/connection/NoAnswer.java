package dev.steward.runner.connection;

/** Nobody answered an attempt to connect in time: unlike with other time-outs it is sure that nothing was begun. */
public final class NoAnswer extends ConnectionException {

    private static final long serialVersionUID = 1L;

    /**
     * Nobody answered.
     *
     * @param message for the operator, without secrets
     * @param cause may be null
     */
    public NoAnswer(String message, Throwable cause) {
        super(Kind.TIMEOUT, message, cause);
    }
}

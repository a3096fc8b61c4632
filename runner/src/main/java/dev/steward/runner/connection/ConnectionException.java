package dev.steward.runner.connection;

/** A host could not be reached, refused, or was lost. Its message names the host, the cause and the next step. */
public class ConnectionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /**
     * A failure of the way to a host.
     *
     * @param kind of failure
     * @param message for the operator, without secrets
     * @param cause may be null
     */
    public ConnectionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** Kinds of failure of the way to a host. */
    public enum Kind {
        /** No answer, connection refused, no route, name not found. */
        UNREACHABLE,
        /** No way was chosen for the host, and there is none, without a fault: it is left out. Only a {@link Chain} says so. */
        ABSENT,
        /** It did not answer in time. */
        TIMEOUT,
        /** No key or password was accepted. */
        AUTHENTICATION,
        /** The host key is not in known_hosts. */
        HOST_KEY_UNKNOWN,
        /** The host key differs from the known one. */
        HOST_KEY_CHANGED,
        /** The link ended while in use. */
        LOST,
        /** The host was reached and refused what was asked, as a file or a sudo password: a failure of the task alone. */
        REFUSED,
        /** What the inventory says about the connection makes no sense. */
        CONFIGURATION
    }
}

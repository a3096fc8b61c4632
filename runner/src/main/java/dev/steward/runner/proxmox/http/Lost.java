package dev.steward.runner.proxmox.http;

/** A request that got no answer. */
final class Lost extends Exception {

    private final Why why;
    private final boolean sent;

    enum Why {
        /** No connection. */
        CONNECT,
        /** A connection, but not to somebody trusted. */
        TLS,
        /** The connection ended under it. */
        BROKEN,
        /** The time was up. */
        TIMEOUT,
        /** Larger than what is read. */
        TOO_LARGE,
        /** Not HTTP. */
        GARBLED,
        /** The client was closed. */
        CLOSED
    }

    /**
     * A loss.
     *
     * @param sent whether any of the request may have reached the other side
     */
    Lost(Why why, boolean sent, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
        this.sent = sent;
    }

    Why why() {
        return why;
    }

    boolean sent() {
        return sent;
    }
}

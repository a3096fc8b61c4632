package dev.steward.runner.proxmox;

import java.util.Map;

/** A call that did not succeed. Its message names the call, the endpoint, what was answered and the next step; no secret. */
public final class PveException extends Exception {

    private final PveCall call;
    private final PveReply reply;
    private final Kind kind;
    private final String remedy;

    /** What a caller may want to tell apart. */
    public enum Kind {
        /** A parameter is unknown, missing or of the wrong form. */
        BAD_PARAMETER,
        /** Token, ticket or password was refused. */
        NOT_SIGNED_IN,
        /** Signed in, but a privilege is missing, or only root@pam may. */
        FORBIDDEN,
        /** The guest, node, snapshot, UPID … does not exist; PVE says so with status 500. */
        MISSING,
        /** This release has no such call. */
        NOT_IMPLEMENTED,
        /** Somebody else holds a lock; nothing was done. */
        BUSY,
        /** The cluster has no quorum: reading works, writing does not. */
        NO_QUORUM,
        /** It is already, or is not, in the state the call needs. */
        STATE,
        /** The agent in the VM does not answer. */
        AGENT,
        /** The configuration was changed by somebody else since it was read. */
        CONFLICT,
        /** No way to the endpoint or to the node; nothing was done. */
        UNREACHABLE,
        /** Not answered in time; nothing was changed. */
        TIMEOUT,
        /** A write was sent, and nobody knows whether it was carried out: look before doing it again. */
        UNKNOWN_OUTCOME,
        /** Any other failure PVE names. */
        SERVER,
        /** The answer cannot be read. */
        MALFORMED,
        /** The certificate is not trusted, or the connection is not TLS. */
        TLS,
        /** The client was closed. */
        CLOSED
    }

    /**
     * A failure.
     *
     * @param kind what it is
     * @param call that failed
     * @param reply what was answered
     * @param remedy the next step, without a full stop; may be empty
     * @param cause may be null
     */
    public PveException(Kind kind, PveCall call, PveReply reply, String remedy, Throwable cause) {
        super(call + ": " + reply + (remedy.isEmpty() ? "" : "; " + remedy), cause);
        this.kind = kind;
        this.call = call;
        this.reply = reply;
        this.remedy = remedy;
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** Whether it says that there is no Ceph: its packages or its configuration are not there (API2/Ceph), or nobody knows the call. */
    public boolean noCeph() {
        return kind == Kind.NOT_IMPLEMENTED
                || reason().contains("not installed")
                || reason().contains("not initialized")
                || reason().contains("not fully configured")
                || reason().contains("ceph.conf");
    }

    /** The call that failed. */
    public PveCall call() {
        return call;
    }

    /** What was answered. */
    public PveReply reply() {
        return reply;
    }

    /** The status of HTTP; 0: there was no answer. */
    public int status() {
        return reply.status();
    }

    /** The error text of PVE, or what the network said. */
    public String reason() {
        return reply.reason();
    }

    /** What is wrong with which parameter. */
    public Map<String, String> errors() {
        return reply.errors();
    }

    /** The next step; may be empty. */
    public String remedy() {
        return remedy;
    }
}

package dev.steward.runner.proxmox.act;

/** A change that was not made, or not seen to be made; its message tells the operator what, why and what to do. */
public final class ActException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A failure with a message for the operator. */
    public ActException(String message) {
        super(message);
    }
}

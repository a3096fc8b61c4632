package dev.steward.runner.convert.jinja;

/** Something of Ansible's that has no counterpart here; the message says why, without a full stop. */
public final class Unconvertible extends Exception {

    /**
     * A reason.
     *
     * @param reason for the comment that marks it, with what to do about it
     */
    public Unconvertible(String reason) {
        super(reason, null, false, false);
    }
}

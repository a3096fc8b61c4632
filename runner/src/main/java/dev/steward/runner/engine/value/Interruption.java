package dev.steward.runner.engine.value;

/**
 * Carries what ended the gathering of facts (a lost host, a cancel) through the playbook's code, which knows no checked
 * exceptions.
 */
public final class Interruption extends RuntimeException {

    /**
     * Wraps what happened.
     *
     * @param cause a ConnectionException or an InterruptedException
     */
    public Interruption(Exception cause) {
        super(cause.getMessage(), cause);
    }
}

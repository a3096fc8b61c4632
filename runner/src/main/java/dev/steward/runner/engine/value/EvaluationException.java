package dev.steward.runner.engine.value;

/** A value of the playbook could not be worked out on a host; the message says which, where and why, without secrets. */
public final class EvaluationException extends RuntimeException {

    /**
     * A failure of the playbook's own code.
     *
     * @param message for the operator
     * @param cause may be null
     */
    public EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}

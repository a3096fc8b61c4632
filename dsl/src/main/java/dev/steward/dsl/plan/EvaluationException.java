package dev.steward.dsl.plan;

/**
 * A piece of a playbook that cannot be evaluated, as a property of something that is null. {@link Code} throws it at run
 * time; the message is for the operator and names no class.
 */
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SourceRef at;

    /**
     * Says what went wrong where.
     *
     * @param at the place in the playbook
     * @param message one sentence without a full stop
     */
    public EvaluationException(SourceRef at, String message) {
        super(message);
        this.at = at;
    }

    /** The place in the playbook. */
    public SourceRef at() {
        return at;
    }
}

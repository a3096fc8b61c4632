package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;

/**
 * A checked expression of a playbook. There is no other way to compute anything in a playbook: what is not one of these
 * cannot be written, so nothing outside the values at hand can be reached. Immutable.
 */
public interface Node {

    /** What is known of its value. */
    Type type();

    /** Whether its value exists at run time only. */
    boolean deferred();

    /** Where it stands. */
    SourceRef at();

    /**
     * Computes it.
     *
     * @param env what its names stand for
     * @return plain data, null included
     * @throws dev.steward.dsl.plan.EvaluationException where it has no value
     */
    Object value(Env env);
}

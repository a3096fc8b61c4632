package dev.steward.dsl.plan;

/** A piece of a playbook that is evaluated at run time, once per host (and item). Safe for use by several threads. */
@FunctionalInterface
public interface Code {

    /**
     * Evaluates the code.
     *
     * @param scope what its names stand for
     * @return the value, null included
     */
    Object evaluate(Scope scope);
}

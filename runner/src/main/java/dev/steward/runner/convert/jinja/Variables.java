package dev.steward.runner.convert.jinja;

import java.util.Optional;

/** What names in expressions stand for. */
public interface Variables {

    /**
     * A name that a task registered.
     *
     * @return the module of that task as it is called here, empty text where it is none; empty: no such name
     */
    Optional<String> registered(String name);

    /**
     * Any other name.
     *
     * @return what stands for it in a playbook
     */
    String value(String name) throws Unconvertible;

    /** What such a name stands for in any case, as a value of YAML; empty: who knows. */
    Optional<Object> settled(String name);

    /** Whether a member of this name is true or false in what vars and loops hold. */
    boolean isTruth(String member);

    /**
     * A name with a value for where nobody gave one.
     *
     * @param name of no registered result
     * @param otherwise the value as a playbook writes it, a literal
     * @return what stands for both; empty: the name alone is asked, and the value used where it is null
     */
    Optional<String> defaulted(String name, String otherwise) throws Unconvertible;
}

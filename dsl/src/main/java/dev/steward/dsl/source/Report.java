package dev.steward.dsl.source;

import dev.steward.dsl.plan.SourceRef;

/** Takes the problems found while a playbook is read. */
@FunctionalInterface
public interface Report {

    /**
     * An error.
     *
     * @param at where
     * @param message one sentence without a full stop
     * @param suggestion the next step; empty text: none
     */
    void error(SourceRef at, String message, String suggestion);

    /**
     * A warning, which does not refuse the playbook; where errors are looked for it is dropped.
     *
     * @param at where
     * @param message one sentence without a full stop
     * @param suggestion the next step; empty text: none
     */
    default void warning(SourceRef at, String message, String suggestion) {}

    /** An error without a suggestion. */
    default void error(SourceRef at, String message) {
        error(at, message, "");
    }
}

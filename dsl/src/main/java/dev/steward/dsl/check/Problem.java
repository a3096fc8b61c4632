package dev.steward.dsl.check;

import dev.steward.dsl.plan.SourceRef;
import java.util.Optional;

/**
 * Something wrong with a playbook before it runs.
 *
 * @param at where
 * @param message what is wrong and what was expected, as one sentence without a full stop
 * @param suggestion the next step, as "did you mean 'apt'?"; empty: none
 * @param severity errors refuse the playbook, warnings do not
 */
public record Problem(SourceRef at, String message, Optional<String> suggestion, Severity severity) {

    /** Whether a problem refuses the playbook. */
    public enum Severity {
        ERROR,
        WARNING
    }

    @Override
    public String toString() {
        return at + ": " + message + suggestion.map(s -> "; " + s).orElse("");
    }
}

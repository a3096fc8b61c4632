package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;

/**
 * A place that could not be converted.
 *
 * @param at where it stands in Ansible's playbook
 * @param reason without a full stop
 */
public record Mark(SourceRef at, String reason) {

    @Override
    public String toString() {
        return at.file() + ":" + at.line() + ": " + reason;
    }
}

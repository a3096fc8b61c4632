package dev.steward.runner.inventory;

import dev.steward.dsl.plan.SourceRef;

/**
 * A value still closed ({@code !vault}). In {@link Host#vars()} only where no vault password was given: who needs the value
 * refuses with its place.
 *
 * @param envelope the cipher text as written, with its header
 * @param at where it stands
 */
public record VaultText(String envelope, SourceRef at) {

    @Override
    public String toString() {
        return "***";
    }
}

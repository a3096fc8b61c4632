package dev.steward.dsl.plan;

/**
 * {@code secret('path')}: names a secret without holding it. It is resolved when a task uses it.
 *
 * @param path the name in the secret store, as {@code prometheus/root}
 * @param at where it is asked for
 */
public record SecretRef(String path, SourceRef at) {

    @Override
    public String toString() {
        return "***";
    }
}

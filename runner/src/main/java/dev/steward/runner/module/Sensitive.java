package dev.steward.runner.module;

import dev.steward.runner.secret.Secret;

/**
 * A text argument that may be a secret.
 *
 * @param secret prints as {@code ***}
 * @param hidden whether it was given as a secret; else it is plain text that may be shown
 */
public record Sensitive(Secret secret, boolean hidden) {}

package dev.steward.runner.module;

import dev.steward.runner.secret.Secret;

/**
 * A text argument that may be a secret.
 *
 * @param secret prints as {@code ***}
 */
public record Sensitive(Secret secret) {}

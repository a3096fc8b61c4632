package dev.steward.runner.config;

import dev.steward.runner.secret.Secret;

/**
 * The door for Diun's webhook.
 *
 * @param token what Diun sends as {@code Authorization: Bearer}; at least 16 characters, or a reference
 *     {@code secret('path')}
 */
public record DiunConfig(Secret token) {

    /** What must be said is null. */
    static final DiunConfig DEFAULT = new DiunConfig(null);

    private static final int SHORTEST = 16;

    public DiunConfig {
        if (token != null
                && ConfigSecrets.path(token).isEmpty()
                && token.reveal().length() < SHORTEST) {
            throw new IllegalArgumentException("token is shorter than " + SHORTEST
                    + " characters and could be guessed; 'openssl rand -hex 24' makes a good one");
        }
    }
}

package dev.steward.runner.config.hook;

import dev.steward.runner.secret.Secret;
import java.util.List;

/**
 * A door by which another program begins one playbook, and nothing else.
 *
 * @param playbook a file of the folder of playbooks
 * @param vars the names of its vars that may be sent; their types are the playbook's
 * @param secret with which what is sent is signed; at least 24 characters, or a reference {@code secret('path')}
 */
public record HookConfig(String playbook, List<String> vars, Secret secret) {

    /** What must be said is null. */
    public static final HookConfig DEFAULT = new HookConfig(null, List.of(), null);

    private static final int SHORTEST = 24;

    public HookConfig {
        vars = List.copyOf(vars);
        if (secret != null
                && !secret.reveal().startsWith("secret(")
                && secret.reveal().length() < SHORTEST) {
            throw new IllegalArgumentException("secret is shorter than " + SHORTEST
                    + " characters and could be guessed; 'openssl rand -hex 24' makes a good one");
        }
    }

    /** With the secret as it was looked up. */
    public HookConfig with(Secret found) {
        return new HookConfig(playbook, vars, found);
    }
}

package dev.steward.runner.secret;

import java.util.Optional;

/** Where {@code secret('path')} is looked up. */
@FunctionalInterface
public interface Secrets {

    /**
     * The secret of a path.
     *
     * @param path as {@code prometheus/root}
     * @return empty where there is none of that path
     */
    Optional<Secret> find(String path);

    /** What an environment variable holds that a configuration names; empty where there is none, or it is empty. */
    default Optional<Secret> variable(String name) {
        return Optional.empty();
    }
}

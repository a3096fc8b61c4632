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
}

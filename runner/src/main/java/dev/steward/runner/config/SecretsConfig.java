package dev.steward.runner.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where {@code secret('path')} is looked up, after systemd's credentials and the environment.
 *
 * @param file a YAML file of paths and values with mode 0600; empty: none
 */
public record SecretsConfig(Optional<Path> file) {

    /** No file. */
    public static final SecretsConfig DEFAULT = new SecretsConfig(Optional.empty());
}

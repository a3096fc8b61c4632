package dev.steward.runner.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where {@code secret('path')} is looked up, after systemd's credentials and the environment, and what secrets in the history are
 * sealed with.
 *
 * @param file a YAML file of paths and values with mode 0600; empty: none
 * @param sealKey a file with mode 0600 of keys, one a line, each 32 random bytes in base64 or hex; the first one seals second
 *     factors and the like, in PostgreSQL the same on each server; empty: seal.key in the state directory, and PostgreSQL keeps
 *     them in plain text
 */
public record SecretsConfig(Optional<Path> file, Optional<Path> sealKey) {

    /** No file. */
    public static final SecretsConfig DEFAULT = new SecretsConfig(Optional.empty(), Optional.empty());
}

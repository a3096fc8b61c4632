package dev.steward.runner.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What opens {@code !vault} values and vaulted files of the inventory, where a command names nothing of its own.
 *
 * @param passwordFile holds the password, or prints it where it is executable; empty: none
 * @param secret the path of a secret that is the password; empty: none
 */
public record VaultConfig(Optional<Path> passwordFile, Optional<String> secret) {

    /** Nothing. */
    public static final VaultConfig DEFAULT = new VaultConfig(Optional.empty(), Optional.empty());
}

package dev.steward.runner.connection.ssh;

import java.nio.file.Path;

/**
 * The files an SSH client reads of one user.
 *
 * @param home the folder {@code ~/.ssh}: the usual keys are looked for there
 * @param config the client configuration; it need not exist
 * @param knownHosts the accepted host keys where neither inventory nor client configuration name others
 */
public record ClientFiles(Path home, Path config, Path knownHosts) {

    /** The usual files of a folder. */
    public static ClientFiles in(Path home) {
        return new ClientFiles(home, home.resolve("config"), home.resolve("known_hosts"));
    }
}

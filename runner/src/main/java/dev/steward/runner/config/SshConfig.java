package dev.steward.runner.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How hosts are reached where the inventory does not say.
 *
 * @param user the login user; empty: the one who runs Steward
 * @param keyFile a private key; empty: the user's usual ones
 * @param knownHosts the accepted host keys; empty: the user's {@code ~/.ssh/known_hosts}
 * @param configFile an OpenSSH client configuration; empty: the user's {@code ~/.ssh/config}
 * @param connectTimeout for the connection up to the login
 * @param keepAlive between two signs of life; three unanswered ones end the connection
 */
public record SshConfig(
        Optional<String> user,
        Optional<Path> keyFile,
        Optional<Path> knownHosts,
        Optional<Path> configFile,
        Duration connectTimeout,
        Duration keepAlive) {

    /** 10 s to connect, a sign of life each 15 s. */
    public static final SshConfig DEFAULT = new SshConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15));

    public SshConfig {
        atLeastASecond("connectTimeout", connectTimeout);
        atLeastASecond("keepAlive", keepAlive);
    }

    private static void atLeastASecond(String name, Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(name + " is shorter than 1s");
        }
    }
}

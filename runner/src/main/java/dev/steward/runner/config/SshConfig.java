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
 * @param keepFor so long a server keeps a session after a run for the next one; 0s: each run connects anew
 * @param keepAtMost so many sessions it keeps in all; those that wait longest are closed first
 */
public record SshConfig(
        Optional<String> user,
        Optional<Path> keyFile,
        Optional<Path> knownHosts,
        Optional<Path> configFile,
        Duration connectTimeout,
        Duration keepAlive,
        Duration keepFor,
        int keepAtMost) {

    private static final Duration LONGEST_KEPT = Duration.ofHours(1);

    /** 10 s to connect, a sign of life each 15 s; 256 sessions are kept for a minute. */
    public static final SshConfig DEFAULT = new SshConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            256);

    public SshConfig {
        atLeastASecond("connectTimeout", connectTimeout);
        atLeastASecond("keepAlive", keepAlive);
        if (keepFor.isNegative() || keepFor.compareTo(LONGEST_KEPT) > 0) {
            throw new IllegalArgumentException("keepFor is longer than 1h");
        }
        if (keepAtMost < 1 || keepAtMost > 10_000) {
            throw new IllegalArgumentException("keepAtMost is not between 1 and 10000 (keepFor: 0s keeps none)");
        }
    }

    private static void atLeastASecond(String name, Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(name + " is shorter than 1s");
        }
    }
}

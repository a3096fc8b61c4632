package dev.steward.runner.connection;

import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run says about logging in where the inventory says nothing.
 *
 * @param user the login user
 * @param keyFile the private key
 * @param password of the login user
 * @param passphrase of an encrypted private key
 * @param connectTimeout from the first packet to the end of authentication
 * @param keepalive how often a silent link is probed; it is given up after three unanswered probes
 */
public record LoginDefaults(
        Optional<String> user,
        Optional<Path> keyFile,
        Optional<Secret> password,
        Optional<Secret> passphrase,
        Duration connectTimeout,
        Duration keepalive) {

    /** Nothing said: 10 s to connect, a keepalive every 15 s. */
    public static final LoginDefaults NONE = new LoginDefaults(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15));
}

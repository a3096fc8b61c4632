package dev.steward.runner.connection;

import dev.steward.runner.secret.Secret;
import java.util.Optional;

/**
 * Who runs a command on the host.
 *
 * @param user the user to become; empty: the one who logged in
 * @param password what sudo may ask for; it goes through standard input, never argv
 * @param sudo how it is called
 */
public record RunAs(Optional<String> user, Optional<Secret> password, Sudo sudo) {

    /** By {@code sudo} as it is usually called. */
    public RunAs(Optional<String> user, Optional<Secret> password) {
        this(user, password, Sudo.USUAL);
    }

    /** The user who logged in. */
    public static final RunAs LOGIN = new RunAs(Optional.empty(), Optional.empty());

    /** Another user, for whom sudo asks no password. */
    public static RunAs user(String user) {
        return new RunAs(Optional.of(user), Optional.empty());
    }
}

package dev.steward.runner.power.nut;

import dev.steward.runner.trust.Trust;
import java.time.Duration;
import java.util.Optional;

/**
 * How an upsd is reached.
 *
 * @param address where it listens
 * @param login who we are there; empty: nobody, which is enough to read
 * @param tls whom we believe; then nothing is ever sent or believed in plain text. Empty: plain text
 * @param connect the longest a connection may take to open
 * @param read the longest one answer may take, its last line included
 */
public record NutServer(
        NutAddress address, Optional<NutLogin> login, Optional<Trust> tls, Duration connect, Duration read) {

    /** How long it takes by default, for either. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    public NutServer {
        if (connect.toMillis() < 1 || read.toMillis() < 1) {
            throw new IllegalArgumentException("a limit of time must be longer than zero");
        }
    }

    /** In plain text and without a login. */
    public static NutServer plain(NutAddress address) {
        return new NutServer(address, Optional.empty(), Optional.empty(), PATIENCE, PATIENCE);
    }

    /** The same as a user. */
    public NutServer as(NutLogin who) {
        return new NutServer(address, Optional.of(who), tls, connect, read);
    }

    /** The same over TLS. */
    public NutServer over(Trust trust) {
        return new NutServer(address, login, Optional.of(trust), connect, read);
    }

    /** The same with other limits of time. */
    public NutServer within(Duration toConnect, Duration toRead) {
        return new NutServer(address, login, tls, toConnect, toRead);
    }
}

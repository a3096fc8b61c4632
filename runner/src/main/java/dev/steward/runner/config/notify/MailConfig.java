package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices by mail.
 *
 * @param host of the SMTP server
 * @param port empty: 587 with starttls, 465 with tls, 25 with none
 * @param tls how the connection is protected; it is never less than this
 * @param user to log in as; empty: no login
 * @param password of the user, or a reference {@code secret('path')}
 * @param from the sender's address
 * @param to the receivers' addresses
 * @param timeout of connecting and of each answer, 1 s to 60 s
 * @param on kinds that are told by mail, {@code *} for all; empty: those of {@code notices.on}
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record MailConfig(
        String host,
        Optional<Integer> port,
        Tls tls,
        Optional<String> user,
        Optional<Secret> password,
        String from,
        List<String> to,
        Duration timeout,
        List<String> on,
        Optional<Path> ca) {

    /** How an SMTP connection is protected. */
    public enum Tls {
        /** It becomes TLS before anything is said (RFC 3207); a server that cannot is not used. */
        STARTTLS,
        /** It is TLS from the first byte (RFC 8314). */
        TLS,
        /** Not at all. */
        NONE
    }

    /** What must be said is null. */
    public static final MailConfig DEFAULT = new MailConfig(
            null,
            Optional.empty(),
            Tls.STARTTLS,
            Optional.empty(),
            Optional.empty(),
            null,
            null,
            Duration.ofSeconds(10),
            List.of(),
            Optional.empty());

    public MailConfig {
        to = to == null ? null : List.copyOf(to);
        on = List.copyOf(on);
        KindWords.of(on);
        if (port.filter(number -> number < 1 || number > 65_535).isPresent()) {
            throw new IllegalArgumentException("port is " + port.get() + "; expected 1 to 65535");
        }
        if (to != null && to.isEmpty()) {
            throw new IllegalArgumentException("to is empty; expected addresses such as ops@example.org");
        }
        address("from", from);
        if (to != null) {
            to.forEach(one -> address("to", one));
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout.toMillis() + "ms; expected 1s to 60s");
        }
        if (password.isPresent() != user.isPresent()) {
            throw new IllegalArgumentException(
                    (user.isPresent() ? "user" : "password") + " is given alone; user and password go together");
        }
        if (password.isPresent() && tls == Tls.NONE && !here(host)) {
            throw new IllegalArgumentException(
                    "password would cross the network in the clear, for tls is none; say tls: starttls or tls");
        }
    }

    private static void address(String name, String said) {
        if (said != null && !said.matches("[^\\s@<>,;\\p{Cntrl}]+@[^\\s@<>,;\\p{Cntrl}]+")) {
            throw new IllegalArgumentException(
                    name + " holds '" + said + "'; expected an address such as ops@example.org");
        }
    }

    private static boolean here(String host) {
        return host == null || host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    /** The port in effect. */
    public int effectivePort() {
        return port.orElse(
                switch (tls) {
                    case STARTTLS -> 587;
                    case TLS -> 465;
                    case NONE -> 25;
                });
    }

    /** What it says of the kinds told by mail; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }

    /** The same with another password. */
    public MailConfig password(Secret other) {
        return new MailConfig(host, port, tls, user, Optional.of(other), from, to, timeout, on, ca);
    }
}

package dev.steward.runner.config.store;

import dev.steward.runner.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The PostgreSQL database that the history is kept in, instead of the file in the state directory.
 *
 * @param url as {@code postgresql://steward@db.example.com:5432/steward}: user, host, port (5432 where it is left out), database
 * @param password of the user, or a reference {@code secret('path')}; empty: the server asks for none
 * @param tls how the connection is protected, it is never less than this; empty: verify-full, on this machine disable
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record StoreConfig(String url, Optional<Secret> password, Optional<Tls> tls, Optional<Path> ca) {

    /** How the connection is protected. */
    public enum Tls {
        /** It is TLS, and the server's certificate is vouched for and bears the host's name. */
        VERIFY_FULL,
        /** It is TLS, whoever answers. */
        REQUIRE,
        /** Not at all. */
        DISABLE;

        /** As it is written, and as PostgreSQL's own programs call it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What must be said is null. */
    public static final StoreConfig DEFAULT =
            new StoreConfig(null, Optional.empty(), Optional.empty(), Optional.empty());

    private static final String EXPECTED = "; expected postgresql://USER@HOST:PORT/DATABASE";
    private static final int USUAL_PORT = 5432;

    public StoreConfig {
        // null only while other problems of the section are collected
        if (url != null) {
            check(url);
        }
        if (ca.isPresent() && tls.filter(said -> said != Tls.VERIFY_FULL).isPresent()) {
            throw new IllegalArgumentException(
                    "ca is given, but tls is " + tls.get() + " and asks nobody to vouch; say tls: verify-full");
        }
    }

    private static void check(String url) {
        URI said;
        try {
            said = new URI(url);
        } catch (URISyntaxException e) {
            // without the text: a password may stand in it
            throw new IllegalArgumentException("url cannot be read" + EXPECTED);
        }
        if (said.getRawUserInfo() != null && said.getRawUserInfo().contains(":")) {
            throw new IllegalArgumentException("url holds a password; take it out and say password: secret('store')");
        }
        if (!List.of("postgresql", "postgres").contains(String.valueOf(said.getScheme()))) {
            throw new IllegalArgumentException("url begins with '" + said.getScheme() + "'" + EXPECTED);
        }
        if (said.getHost() == null
                || said.getUserInfo() == null
                || said.getUserInfo().isEmpty()) {
            throw new IllegalArgumentException("url names no " + (said.getHost() == null ? "host" : "user") + EXPECTED);
        }
        if (said.getPath().length() < 2 || said.getPath().indexOf('/', 1) > 0) {
            throw new IllegalArgumentException("url names no database" + EXPECTED);
        }
        if (said.getRawQuery() != null || said.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "url has something after the database; tls and ca are keys of their own beside it");
        }
    }

    private URI uri() {
        return URI.create(url);
    }

    /** Where the server listens: a name or an address, IPv6 without brackets. */
    public String host() {
        return uri().getHost().replaceAll("[\\[\\]]", "");
    }

    /** The port in effect. */
    public int port() {
        return uri().getPort() < 0 ? USUAL_PORT : uri().getPort();
    }

    /** The name of the database. */
    public String database() {
        return uri().getPath().substring(1);
    }

    /** Who Steward is there. */
    public String user() {
        return uri().getUserInfo();
    }

    /** How the connection is protected. */
    public Tls effectiveTls() {
        boolean here = host().equals("localhost")
                || host().equals("::1")
                || host().equals("0:0:0:0:0:0:0:1")
                || host().matches("127(\\.\\d+){3}");
        return tls.orElse(here && ca.isEmpty() ? Tls.DISABLE : Tls.VERIFY_FULL);
    }

    /** With the password itself in the place of a reference. */
    public StoreConfig with(Optional<Secret> found) {
        return new StoreConfig(url, found, tls, ca);
    }
}

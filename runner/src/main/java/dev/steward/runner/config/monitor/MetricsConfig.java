package dev.steward.runner.config.monitor;

import dev.steward.runner.secret.Reference;
import dev.steward.runner.secret.Secret;
import java.util.Optional;

/**
 * A second address that serves metrics and nothing else, for a Prometheus on another machine.
 *
 * @param bind an address of this machine; 0.0.0.0: all of them
 * @param port 0 to 65535; 0 takes a free one
 * @param token what a scraper sends as {@code Authorization: Bearer}; at least 16 characters, or a reference
 *     {@code secret('path')}; may be left out on loopback alone, for metrics name hosts and tell how old their packages are
 */
public record MetricsConfig(String bind, int port, Optional<Secret> token) {

    /** Loopback, the port of the exporter that others know. */
    public static final MetricsConfig DEFAULT = new MetricsConfig("127.0.0.1", 9221, Optional.empty());

    private static final int SHORTEST = 16;

    public MetricsConfig {
        if (bind.isBlank()) {
            throw new IllegalArgumentException("bind is empty; expected an address such as 192.0.2.10");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; expected 0 to 65535");
        }
        if (token.isEmpty() && !loopback(bind)) {
            throw new IllegalArgumentException("token is missing: on " + bind
                    + " everybody in the network could read which hosts there are; 'openssl rand -hex 24' makes one");
        }
        if (token.filter(MetricsConfig::guessable).isPresent()) {
            throw new IllegalArgumentException("token is shorter than " + SHORTEST
                    + " characters and could be guessed; 'openssl rand -hex 24' makes a good one");
        }
    }

    private static boolean guessable(Secret token) {
        return Reference.path(token.reveal()).isEmpty() && token.reveal().length() < SHORTEST;
    }

    private static boolean loopback(String bind) {
        return bind.equals("localhost") || bind.matches("127\\.\\d+\\.\\d+\\.\\d+") || bind.equals("::1");
    }

    /** With the token looked up. */
    public MetricsConfig with(Optional<Secret> found) {
        return new MetricsConfig(bind, port, found);
    }
}

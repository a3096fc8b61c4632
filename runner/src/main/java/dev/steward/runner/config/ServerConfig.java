package dev.steward.runner.config;

import dev.steward.runner.config.access.OidcConfig;
import dev.steward.runner.config.monitor.MetricsConfig;
import java.util.Optional;

/**
 * Where the page and the API are served.
 *
 * @param bind an address; anything but loopback needs TLS and accounts
 * @param port 0 to 65535; 0 takes a free one
 * @param url how people reach the page, as {@code https://steward.example}, for links in notices; empty: no links
 * @param metrics where metrics are served besides; empty: with the page alone
 * @param oidc a provider that people sign in with besides; empty: none
 */
public record ServerConfig(
        String bind, int port, Optional<String> url, Optional<MetricsConfig> metrics, Optional<OidcConfig> oidc) {

    /** Loopback, port 8580. */
    public static final ServerConfig DEFAULT = new ServerConfig("127.0.0.1", 8580, Optional.empty());

    /** Without metrics of their own. */
    public ServerConfig(String bind, int port, Optional<String> url) {
        this(bind, port, url, Optional.empty(), Optional.empty());
    }

    public ServerConfig {
        if (bind.isBlank()) {
            throw new IllegalArgumentException("bind is empty; expected an address such as 127.0.0.1");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; expected 0 to 65535");
        }
        if (url.filter(said -> !said.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?"))
                .isPresent()) {
            throw new IllegalArgumentException(
                    "url is '" + url.get() + "'; expected one such as https://steward.example");
        }
        url = url.map(said -> said.replaceFirst("/+$", ""));
    }

    /** With the secrets looked up. */
    ServerConfig with(Optional<MetricsConfig> found, Optional<OidcConfig> provider) {
        return new ServerConfig(bind, port, url, found, provider);
    }
}

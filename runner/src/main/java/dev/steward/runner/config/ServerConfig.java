package dev.steward.runner.config;

import dev.steward.runner.config.access.Network;
import dev.steward.runner.config.access.OidcConfig;
import dev.steward.runner.config.access.TlsConfig;
import dev.steward.runner.config.follow.ManyProblems;
import dev.steward.runner.config.monitor.MetricsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where the page and the API are served.
 *
 * @param bind an address; anything but loopback needs TLS, or proxies that have it
 * @param port 0 to 65535; 0 takes a free one
 * @param url how people reach the page, as {@code https://steward.example}, for links in notices; empty: no links
 * @param metrics where metrics are served besides; empty: with the page alone
 * @param oidc a provider that people sign in with besides; empty: none
 * @param tls what the page proves itself with; empty: it is served without TLS
 * @param trustedProxies addresses and networks that are believed what they say of whom they ask for
 * @param names the page answers to besides: host names or addresses, without a port
 * @param name what people call this server, where several share a history; empty: as the machine is called
 * @param labels what may run on it, as {@code site-a}
 */
public record ServerConfig(
        String bind,
        int port,
        Optional<String> url,
        Optional<MetricsConfig> metrics,
        Optional<OidcConfig> oidc,
        Optional<TlsConfig> tls,
        List<String> trustedProxies,
        List<String> names,
        Optional<String> name,
        List<String> labels) {

    /** Loopback, port 8580. */
    public static final ServerConfig DEFAULT = new ServerConfig("127.0.0.1", 8580, Optional.empty());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    private static final Pattern CALLED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String CALLED_WORDS = "letters, digits, '.', '_' and '-', at most 100, such as site-a";

    /** Without metrics of their own. */
    public ServerConfig(String bind, int port, Optional<String> url) {
        this(bind, port, url, Optional.empty(), Optional.empty());
    }

    /** Without TLS, behind no proxy. */
    public ServerConfig(
            String bind, int port, Optional<String> url, Optional<MetricsConfig> metrics, Optional<OidcConfig> oidc) {
        this(bind, port, url, metrics, oidc, Optional.empty(), List.of(), List.of(), Optional.empty(), List.of());
    }

    public ServerConfig {
        trustedProxies = List.copyOf(trustedProxies);
        names = List.copyOf(names);
        labels = List.copyOf(labels);
        List<String> wrong = new ArrayList<>();
        if (bind.isBlank()) {
            wrong.add("bind is empty; expected an address such as 127.0.0.1");
        }
        if (port < 0 || port > 65_535) {
            wrong.add("port is " + port + "; expected 0 to 65535");
        }
        if (url.filter(said -> !said.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?"))
                .isPresent()) {
            wrong.add("url is '" + url.get() + "'; expected one such as https://steward.example");
        }
        unfit(
                "trustedProxies",
                trustedProxies,
                said -> Network.of(said).isPresent(),
                wrong,
                "an address or network such as 192.0.2.10 or 10.0.0.0/8");
        unfit(
                "names",
                names,
                ServerConfig::isName,
                wrong,
                "a host name or address such as steward.example, without a port");
        if (name.filter(said -> !CALLED.matcher(said).matches()).isPresent()) {
            wrong.add("name is '" + name.get() + "'; expected " + CALLED_WORDS);
        }
        unfit("labels", labels, said -> CALLED.matcher(said).matches(), wrong, CALLED_WORDS);
        if (!wrong.isEmpty()) {
            throw new ManyProblems(wrong);
        }
        url = url.map(said -> said.replaceFirst("/+$", ""));
    }

    private static boolean isName(String said) {
        return NAME.matcher(said).matches() || Network.address(said).isPresent();
    }

    private static void unfit(String key, List<String> all, Predicate<String> fits, List<String> wrong, String wanted) {
        for (int i = 0; i < all.size(); i++) {
            if (!fits.test(all.get(i))) {
                wrong.add(key + "[" + i + "] is '" + all.get(i) + "'; expected " + wanted);
            }
        }
    }

    /** The proxies that are believed. */
    public List<Network> proxies() {
        return trustedProxies.stream()
                .map(Network::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** With the secrets looked up. */
    ServerConfig with(Optional<MetricsConfig> found, Optional<OidcConfig> provider) {
        return new ServerConfig(bind, port, url, found, provider, tls, trustedProxies, names, name, labels);
    }
}

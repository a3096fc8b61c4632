package dev.steward.runner.config;

import dev.steward.runner.config.follow.FollowConfig;
import dev.steward.runner.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One Proxmox VE cluster, or one node that stands alone. A secret is the text itself or {@code secret('path')}.
 *
 * @param endpoints nodes to ask, the preferred first, as {@code https://pve1.example.com:8006}; kept in this form
 * @param token an API token as PVE shows it once: {@code USER@REALM!TOKENID=SECRET}
 * @param tokenId its part before the {@code =}
 * @param tokenSecret its part after the {@code =}
 * @param user for a ticket instead of a token, with or without {@code @REALM}
 * @param password of that user
 * @param realm of a user that names none
 * @param tls how the endpoints prove who they are
 * @param limits how long and how often they are asked
 * @param aliases other names, in lower case, of guests and nodes, each with an id or name of one: {@code shop: 101}
 * @param follow nodes and guests with the services and files one looks at there, by a name of one's own
 */
public record ProxmoxConfig(
        List<String> endpoints,
        Optional<Secret> token,
        Optional<String> tokenId,
        Optional<Secret> tokenSecret,
        Optional<String> user,
        Optional<Secret> password,
        String realm,
        ProxmoxTls tls,
        ProxmoxLimits limits,
        Map<String, Object> aliases,
        Map<String, FollowConfig> follow) {

    private static final int PORT = 8006;
    private static final String API = "/api2/json";

    /** Endpoints must be said. */
    static final ProxmoxConfig DEFAULT = new ProxmoxConfig(
            null,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "pam",
            ProxmoxTls.DEFAULT,
            ProxmoxLimits.DEFAULT,
            Map.of(),
            Map.of());

    public ProxmoxConfig {
        aliases = ProxmoxAliases.checked(aliases);
        follow = Collections.unmodifiableMap(new LinkedHashMap<>(follow));
        // null only while other problems of the section are collected
        endpoints = endpoints == null
                ? null
                : endpoints.stream().map(ProxmoxConfig::endpoint).distinct().toList();
        if (endpoints != null && endpoints.isEmpty()) {
            throw new IllegalArgumentException(
                    "endpoints is empty; expected one such as https://pve1.example.com:8006");
        }
        tokenForm(token, tokenId);
        oneWay(token, tokenId, tokenSecret, user, password);
        if (endpoints != null) {
            complete(token, tokenId, tokenSecret, user, password);
        }
        if (realm.isBlank()) {
            throw new IllegalArgumentException("realm is empty; expected one such as pam or pve");
        }
    }

    private static String endpoint(String text) {
        String full = text.contains("://") ? text : "https://" + text + (text.matches(".*:\\d+/?") ? "" : ":" + PORT);
        try {
            URI uri = new URI(full);
            if ("http".equals(uri.getScheme())) {
                throw new IllegalArgumentException(
                        "endpoints has " + text
                                + "; that is not encrypted, and Proxmox VE answers it with a redirect only; write https:// instead of http://");
            }
            boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            String path = uri.getPath().replaceAll("/+$", "");
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && plain
                    && List.of("", API).contains(path)) {
                return "https://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notAnEndpoint(text), e);
        }
        throw new IllegalArgumentException(notAnEndpoint(text));
    }

    private static String notAnEndpoint(String text) {
        return "endpoints has '" + text
                + "', which is no address of a node; expected one such as https://pve1.example.com:8006";
    }

    private static void tokenForm(Optional<Secret> token, Optional<String> tokenId) {
        boolean written = token.isPresent() && ConfigSecrets.path(token.get()).isEmpty();
        if (written && !token.get().reveal().matches("[^\\s!=]+@[^\\s!=]+![^\\s!=]+=\\S+")) {
            throw new IllegalArgumentException("token is not of the form USER@REALM!TOKENID=SECRET");
        }
        if (tokenId.isPresent() && !tokenId.get().matches("[^\\s!=]+@[^\\s!=]+![^\\s!=]+")) {
            throw new IllegalArgumentException("tokenId is not of the form USER@REALM!TOKENID");
        }
    }

    /** Two ways in would leave open which one acts, and with whose rights. */
    private static void oneWay(
            Optional<Secret> token,
            Optional<String> tokenId,
            Optional<Secret> tokenSecret,
            Optional<String> user,
            Optional<Secret> password) {
        if (token.isPresent() && (tokenId.isPresent() || tokenSecret.isPresent())) {
            throw new IllegalArgumentException(
                    "token is given beside tokenId or tokenSecret; give one of the two forms");
        }
        boolean byToken = Stream.of(token, tokenId, tokenSecret).anyMatch(Optional::isPresent);
        boolean byPassword = user.isPresent() || password.isPresent();
        if (byToken && byPassword) {
            throw new IllegalArgumentException(
                    (user.isPresent() ? "user" : "password") + " is given beside a token; give one way to sign in");
        }
    }

    private static void complete(
            Optional<Secret> token,
            Optional<String> tokenId,
            Optional<Secret> tokenSecret,
            Optional<String> user,
            Optional<Secret> password) {
        if (tokenId.isPresent() != tokenSecret.isPresent()) {
            throw new IllegalArgumentException(
                    tokenId.isPresent()
                            ? "tokenId is given without tokenSecret"
                            : "tokenSecret is given without tokenId");
        }
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException(
                    user.isPresent() ? "user is given without password" : "password is given without user");
        }
        if (token.isEmpty() && tokenId.isEmpty() && user.isEmpty()) {
            throw new IllegalArgumentException("token is missing; give token: USER@REALM!TOKENID=SECRET, tokenId with"
                    + " tokenSecret, or user with password");
        }
    }

    /** One whose guests and nodes have no other names. */
    public ProxmoxConfig(
            List<String> endpoints,
            Optional<Secret> token,
            Optional<String> tokenId,
            Optional<Secret> tokenSecret,
            Optional<String> user,
            Optional<Secret> password,
            String realm,
            ProxmoxTls tls,
            ProxmoxLimits limits) {
        this(endpoints, token, tokenId, tokenSecret, user, password, realm, tls, limits, Map.of(), Map.of());
    }

    /** The same by one of its endpoints alone. */
    public ProxmoxConfig only(String endpoint) {
        return new ProxmoxConfig(
                List.of(endpoint), token, tokenId, tokenSecret, user, password, realm, tls, limits, aliases, follow);
    }

    /** With the secrets themselves in the place of references. */
    ProxmoxConfig with(Optional<Secret> whole, Optional<Secret> part, Optional<Secret> word) {
        return new ProxmoxConfig(endpoints, whole, tokenId, part, user, word, realm, tls, limits, aliases, follow);
    }

    /** The aliases as text. */
    public Map<String, String> otherNames() {
        Map<String, String> names = new LinkedHashMap<>();
        aliases.forEach((name, of) -> names.put(name, String.valueOf(of)));
        return names;
    }

    /** What must be masked wherever output is shown. */
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>();
        token.ifPresent(whole -> {
            all.add(whole);
            all.add(new Secret(whole.reveal().substring(whole.reveal().indexOf('=') + 1)));
        });
        tokenSecret.ifPresent(all::add);
        password.ifPresent(all::add);
        return List.copyOf(all);
    }
}

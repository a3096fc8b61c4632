package dev.steward.runner.config.collect;

import dev.steward.runner.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the documents of the collector are sent to, too. A secret is the text itself or {@code secret('path')}.
 *
 * @param url documents go to {@code URL/cluster}, {@code URL/node}, {@code URL/lxc} and {@code URL/qemu}; https, or http to
 *     this machine
 * @param token sent as {@code Authorization: Bearer}; a reference is looked up again when it is refused
 * @param renewUrl where a refused token is renewed by a refresh token (RFC 6749, section 6); empty: nowhere
 * @param refreshToken the first one; what the answer brings replaces it
 */
public record PushConfig(String url, Secret token, Optional<String> renewUrl, Optional<Secret> refreshToken) {

    /** What must be said is null. */
    public static final PushConfig DEFAULT = new PushConfig(null, null, Optional.empty(), Optional.empty());

    public PushConfig {
        // null only while other problems of the section are collected
        url = url == null ? null : address("url", url);
        renewUrl = renewUrl.map(said -> address("renewUrl", said));
        if (renewUrl.isPresent() != refreshToken.isPresent()) {
            throw new IllegalArgumentException(
                    renewUrl.isPresent()
                            ? "renewUrl is given without refreshToken"
                            : "refreshToken is given without renewUrl");
        }
        if (token != null && token.reveal().isBlank()) {
            throw new IllegalArgumentException("token is empty");
        }
    }

    private static String address(String name, String text) {
        try {
            URI uri = new URI(text.strip());
            boolean here = uri.getHost() != null && uri.getHost().matches("localhost|127\\.0\\.0\\.1|\\[::1]");
            boolean safe = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && here;
            if (safe
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri.toString().replaceAll("/+$", "");
            }
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                throw new IllegalArgumentException(name + " is '" + text
                        + "': the token would travel unencrypted; write https:// instead of http://");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notAnAddress(name, text), e);
        }
        throw new IllegalArgumentException(notAnAddress(name, text));
    }

    private static String notAnAddress(String name, String text) {
        return name + " is '" + text + "'; expected an address such as https://nanny.example.com/api/proxmox";
    }

    /** With the secrets themselves in the place of references. */
    public PushConfig with(Secret other, Optional<Secret> refresh) {
        return new PushConfig(url, other, renewUrl, refresh);
    }

    /** What must be masked wherever output is shown. */
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>(List.of(token));
        refreshToken.ifPresent(all::add);
        return List.copyOf(all);
    }
}

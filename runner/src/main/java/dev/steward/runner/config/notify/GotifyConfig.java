package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices by Gotify.
 *
 * @param url of the server, as {@code https://gotify.example.org}
 * @param token of an application there, or a reference {@code secret('path')}
 * @param on kinds that are told there, {@code *} for all; empty: those of {@code notices.on}
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record GotifyConfig(String url, Secret token, List<String> on, Optional<Path> ca) {

    /** What must be said is null. */
    public static final GotifyConfig DEFAULT = new GotifyConfig(null, null, List.of(), Optional.empty());

    public GotifyConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        url = Address.base(url);
    }

    /** What it says of the kinds told there; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }

    /** With the token itself. */
    public GotifyConfig token(Secret other) {
        return new GotifyConfig(url, other, on, ca);
    }
}

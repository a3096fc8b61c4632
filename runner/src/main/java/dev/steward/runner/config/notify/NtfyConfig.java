package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices by ntfy.
 *
 * @param url of the server, as {@code https://ntfy.example.org}
 * @param topic that phones subscribe to
 * @param token of a user who may write there, or a reference {@code secret('path')}; empty: the topic is open
 * @param on kinds that are told there, {@code *} for all; empty: those of {@code notices.on}
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record NtfyConfig(String url, String topic, Optional<Secret> token, List<String> on, Optional<Path> ca) {

    /** The public server; what must be said is null. */
    public static final NtfyConfig DEFAULT =
            new NtfyConfig("https://ntfy.sh", null, Optional.empty(), List.of(), Optional.empty());

    public NtfyConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        url = url.strip().replaceFirst("/+$", "");
        Address.wrong("url", url, token.isPresent()).ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong);
        });
        // ntfy's own rule for topics (its server: topicRegex)
        if (topic != null && !topic.matches("[-_A-Za-z0-9]{1,64}")) {
            throw new IllegalArgumentException(
                    "topic is '" + topic + "'; expected 1 to 64 letters, digits, hyphens or underscores");
        }
    }

    /** What it says of the kinds told there; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }

    /** With the token itself. */
    public NtfyConfig token(Secret other) {
        return new NtfyConfig(url, topic, Optional.of(other), on, ca);
    }
}

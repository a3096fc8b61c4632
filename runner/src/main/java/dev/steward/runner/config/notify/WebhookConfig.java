package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices posted to an address.
 *
 * @param url where, the text itself or a reference {@code secret('path')}; whoever knows it can post there, so it is masked
 * @param urlEnv the environment variable that holds it, instead of {@code url}
 * @param format the shape of what is posted, where no template says it
 * @param template what is posted, with <code>${event}</code>, <code>${data.title}</code>, <code>${timestamp}</code>; what is
 *     no JSON afterwards is posted as {@code {"content": …}}
 * @param on kinds that are told there, {@code *} for all; empty: those of {@code notices.on}
 * @param secret signs what is posted, so that its server can tell who posted it and when; empty: nothing is signed
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record WebhookConfig(
        Optional<Secret> url,
        Optional<String> urlEnv,
        Format format,
        Optional<String> template,
        List<String> on,
        Optional<Secret> secret,
        Optional<Path> ca) {

    /** A shape that a kind of server understands. */
    public enum Format {
        /** An embed of Discord. */
        DISCORD,
        /** An attachment of Slack, which Mattermost and Rocket.Chat take too. */
        SLACK
    }

    /** Nothing is said. */
    public static final WebhookConfig DEFAULT = new WebhookConfig(
            Optional.empty(),
            Optional.empty(),
            Format.DISCORD,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public WebhookConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        if (url.isPresent() && urlEnv.isPresent()) {
            throw new IllegalArgumentException("urlEnv stands beside url; give one of them");
        }
        if (urlEnv.filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*")).isPresent()) {
            throw new IllegalArgumentException("urlEnv is no name of an environment variable");
        }
        if (secret.filter(said -> said.reveal().isBlank()).isPresent()) {
            throw new IllegalArgumentException("secret is empty; leave it out, or say \"secret('path')\"");
        }
        url.map(Secret::reveal)
                .filter(said -> !Address.reference(said))
                .flatMap(said -> Address.wrong("url", said, false))
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(wrong);
                });
    }

    /** One that is not signed. */
    public WebhookConfig(
            Optional<Secret> url,
            Optional<String> urlEnv,
            Format format,
            Optional<String> template,
            List<String> on,
            Optional<Path> ca) {
        this(url, urlEnv, format, template, on, Optional.empty(), ca);
    }

    /** With the secret itself. */
    public WebhookConfig signed(Secret found) {
        return new WebhookConfig(url, urlEnv, format, template, on, Optional.of(found), ca);
    }

    /** What it says of the kinds told there; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }

    /**
     * With the address itself.
     *
     * @throws IllegalArgumentException where it is none
     */
    public WebhookConfig at(Secret address) {
        return new WebhookConfig(Optional.of(address), Optional.empty(), format, template, on, secret, ca);
    }
}

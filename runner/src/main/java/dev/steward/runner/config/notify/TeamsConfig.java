package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices in a channel of Microsoft Teams.
 *
 * @param url of a workflow that posts to the channel, or a reference {@code secret('path')}; whoever knows it can post there
 * @param on kinds that are told there, {@code *} for all; empty: those of {@code notices.on}
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record TeamsConfig(Secret url, List<String> on, Optional<Path> ca) {

    /** What must be said is null. */
    public static final TeamsConfig DEFAULT = new TeamsConfig(null, List.of(), Optional.empty());

    public TeamsConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        Optional.ofNullable(url)
                .map(Secret::reveal)
                .filter(said -> !Address.reference(said))
                .flatMap(said -> Address.wrong("url", said, true))
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(wrong);
                });
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
    public TeamsConfig at(Secret address) {
        return new TeamsConfig(address, on, ca);
    }
}

package dev.steward.runner.store.estate;

import java.time.Instant;
import java.util.Optional;

/**
 * Which changes.
 *
 * @param cluster our name; empty: all
 * @param subject as {@code lxc/101}; empty: all
 * @param kind a word, as guest_moved; empty: all
 * @param since not older; empty: all
 */
public record ChangeFilter(
        Optional<String> cluster, Optional<String> subject, Optional<String> kind, Optional<Instant> since) {

    /** All of them. */
    public static final ChangeFilter ALL =
            new ChangeFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Those of one thing. */
    public static ChangeFilter of(String cluster, String subject) {
        return new ChangeFilter(Optional.of(cluster), Optional.of(subject), Optional.empty(), Optional.empty());
    }
}

package dev.steward.runner.store.patch;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which lines of the ledger: every part that is there must hold.
 *
 * @param host its exact name
 * @param name of the package: with {@code *} or {@code ?} a pattern, else its beginning, so that openssl finds openssl and libssl3
 *     does not
 * @param run its number
 * @param from at or after
 * @param to before
 */
public record LedgerFilter(
        Optional<String> host,
        Optional<String> name,
        Optional<Long> run,
        Optional<Instant> from,
        Optional<Instant> to) {

    /** All. */
    public static final LedgerFilter ALL =
            new LedgerFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The name as a pattern of SQL's LIKE with {@code !} as escape, in lower case. */
    Optional<String> like() {
        return name.map(text -> {
            String lower = text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
            return lower.contains("*") || lower.contains("?")
                    ? lower.replace('*', '%').replace('?', '_')
                    : lower + "%";
        });
    }
}

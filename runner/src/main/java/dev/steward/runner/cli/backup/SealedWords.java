package dev.steward.runner.cli.backup;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.seal.SealException;
import dev.steward.runner.store.backup.SealedParts;
import dev.steward.runner.store.backup.SealedParts.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said of sealed values that came from elsewhere.
 *
 * @param config of the Steward that is to open them
 * @param state its state directory
 */
record SealedWords(StewardConfig config, Path state) {

    /** What is to be done before a server begins with them; empty: nothing. */
    Optional<String> told(SealedParts parts) {
        Optional<Path> said = config.secrets().sealKey();
        Path file = said.orElse(state.resolve(Seal.FILE));
        boolean shared = config.store().isPresent();
        if (parts.keys().isEmpty()) {
            return Optional.empty();
        }
        String sealed = "Sealed in it: " + Kind.words(parts.sealed());
        try {
            if (!Seal.of(said, state, !shared).missing(parts.keys()).isEmpty()) {
                return Optional.of(sealed + ", with a key that is not here: put the line with that key into " + file
                        + without(parts, shared));
            }
        } catch (SealException e) {
            return Optional.of(sealed + ". secrets.sealKey: " + e.getMessage() + without(parts, shared));
        }
        return shared && said.isEmpty()
                ? Optional.of(sealed + ", with the key in " + file
                        + ": name a copy of that file in secrets.sealKey on each server" + without(parts, true))
                : Optional.empty();
    }

    private static String without(SealedParts parts, boolean shared) {
        return parts.sealed().stream()
                .map(kind -> switch (kind) {
                    case FACTORS ->
                        "people sign in with a recovery code, or you take the second factor from them:"
                                + " steward user totp reset NAME";
                    case WAKE_KEY ->
                        "links that wake guests open nothing, and are made anew"
                                + (shared ? " after: steward servers renew-links" : "");
                    case PUSH_REFRESH -> "the secret of collector.push.refreshToken needs a new one";
                })
                .collect(Collectors.joining("; ", "; without it ", "."));
    }
}

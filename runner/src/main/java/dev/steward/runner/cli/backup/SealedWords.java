package dev.steward.runner.cli.backup;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.seal.SealException;
import dev.steward.runner.store.backup.SealedParts;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is said of sealed values that came from elsewhere.
 *
 * @param config of the Steward that is to open them
 * @param state its state directory
 */
record SealedWords(StewardConfig config, Path state) {

    private static final String WITHOUT =
            "; without it people sign in with a recovery code, or you take the second factor from"
                    + " them: steward user totp reset NAME.";

    /** What is to be done before a server begins with them; empty: nothing. */
    Optional<String> told(SealedParts parts) {
        Optional<Path> said = config.secrets().sealKey();
        Path file = said.orElse(state.resolve(Seal.FILE));
        boolean shared = config.store().isPresent();
        if (parts.keys().isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!Seal.of(said, state, !shared).missing(parts.keys()).isEmpty()) {
                return Optional.of(
                        "Its second factors are sealed with a key that is not here: put the line with that key into "
                                + file + WITHOUT);
            }
        } catch (SealException e) {
            return Optional.of("Its second factors are sealed. secrets.sealKey: " + e.getMessage() + WITHOUT);
        }
        return shared && said.isEmpty()
                ? Optional.of("Its second factors are sealed with the key in " + file
                        + ": name a copy of that file in secrets.sealKey on each server" + WITHOUT)
                : Optional.empty();
    }
}

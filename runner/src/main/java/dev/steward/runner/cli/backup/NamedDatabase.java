package dev.steward.runner.cli.backup;

import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.store.StoreConfig;
import java.util.Map;
import java.util.Optional;

/** The database that a configuration names. */
final class NamedDatabase {

    private NamedDatabase() {}

    /**
     * With its password; empty: the history lies in a file.
     *
     * @throws Refusal where a secret of the configuration is missing
     */
    static Optional<StoreConfig> configured(LoadedConfig loaded, Map<String, String> environment) throws Refusal {
        try {
            return ConfigSecrets.resolved(
                            loaded, FileSecrets.open(loaded.config().secrets(), environment))
                    .store();
        } catch (ConfigRefused e) {
            throw StateDesks.refusal(e);
        }
    }
}

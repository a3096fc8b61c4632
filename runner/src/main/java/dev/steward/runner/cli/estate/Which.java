package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.LoadedConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every verb of {@code steward proxmox} takes. */
final class Which {

    @Mixin
    private ConfigOption config;

    @Option(names = "--cluster", paramLabel = "NAME", description = "This cluster of steward.yml alone.")
    String cluster;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Optional<String> cluster() {
        return Optional.ofNullable(cluster);
    }

    /** The configuration; it has the cluster that was named, or any. */
    LoadedConfig configured(StateDesks states) throws Refusal {
        LoadedConfig loaded = states.config(config.file());
        Set<String> names = loaded.config().proxmox().keySet();
        if (names.isEmpty()) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("No Proxmox cluster is configured. Name one in steward.yml below 'proxmox:', with endpoints"
                            + " and a token."));
        }
        if (cluster != null && !names.contains(cluster)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("No cluster '" + cluster + "' is configured; there are " + String.join(", ", names)));
        }
        return loaded;
    }
}

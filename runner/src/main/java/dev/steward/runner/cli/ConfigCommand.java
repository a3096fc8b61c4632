package dev.steward.runner.cli;

import dev.steward.runner.config.LoadedConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward config}: what is in effect, and where each value came from. */
@Command(
        mixinStandardHelpOptions = true,
        name = "config",
        description = "Shows the configuration in effect, each value with its origin.")
final class ConfigCommand implements Callable<Integer> {

    private final Bench bench;
    private final StateDesks states;

    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    ConfigCommand(Bench bench, StateDesks states) {
        this.bench = bench;
        this.states = states;
    }

    @Override
    public Integer call() throws Refusal {
        LoadedConfig loaded = states.config(config.file());
        if (json) {
            bench.screen().out().println(bench.lines().tree(loaded.settings()).toPrettyString());
            return Exit.OK;
        }
        int width = loaded.settings().stream()
                .mapToInt(s -> s.name().length())
                .max()
                .orElse(1);
        for (LoadedConfig.Setting setting : loaded.settings()) {
            bench.screen()
                    .out()
                    .printf("%-" + width + "s  %s  (%s)%n", setting.name(), setting.value(), setting.origin());
        }
        return Exit.OK;
    }
}

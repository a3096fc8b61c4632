package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.time.Time;
import picocli.CommandLine;

/** {@code steward proxmox} with all its verbs. */
public final class ProxmoxVerbs {

    private ProxmoxVerbs() {}

    /**
     * The command.
     *
     * @param bench where it prints
     * @param states the configuration
     * @param time the clock
     */
    public static Object of(Bench bench, StateDesks states, Time time) {
        return new CommandLine(new ProxmoxCommand(bench, states, time))
                .addSubcommand(new StatsCommand(bench, states, time))
                .addSubcommand(new LogsCommand(bench, states, time))
                .addSubcommand(new TailCommand(bench, states, time))
                .addSubcommand(new TasksCommand(bench, states, time));
    }
}

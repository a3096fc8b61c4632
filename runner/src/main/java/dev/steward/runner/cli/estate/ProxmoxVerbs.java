package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Commands;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.time.Time;

/** {@code steward proxmox} with all its verbs. */
public final class ProxmoxVerbs {

    private static final String PROXMOX = "proxmox";

    private ProxmoxVerbs() {}

    /**
     * Adds them.
     *
     * @param commands to these
     * @param bench where they print
     * @param states the configuration
     * @param time the clock
     */
    public static Commands in(Commands commands, Bench bench, StateDesks states, Time time) {
        return commands.with(PROXMOX, () -> new ProxmoxCommand(bench, states, time))
                .with(PROXMOX, "stats", () -> new StatsCommand(bench, states, time))
                .with(PROXMOX, "logs", () -> new LogsCommand(bench, states, time))
                .with(PROXMOX, "tail", () -> new TailCommand(bench, states, time))
                .with(PROXMOX, "tasks", () -> new TasksCommand(bench, states, time));
    }
}

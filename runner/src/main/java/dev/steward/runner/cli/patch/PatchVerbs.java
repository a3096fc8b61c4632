package dev.steward.runner.cli.patch;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Commands;

/** {@code steward patch}, {@code steward reboots} and {@code steward rolls} with all their verbs. */
public final class PatchVerbs {

    private PatchVerbs() {}

    /** Adds them. */
    public static Commands in(Commands commands, Bench bench) {
        return commands.with("patch", () -> new PatchCommand(bench))
                .with("patch", "apply", () -> new ApplyCommand(bench))
                .with("reboots", () -> new RebootsCommand(bench))
                .with("rolls", () -> new RollsCommand(bench));
    }
}

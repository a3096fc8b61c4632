package dev.steward.runner.cli.power;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward power preflight}: what must hold before power protection can be relied on. */
@Command(
        mixinStandardHelpOptions = true,
        name = "preflight",
        description =
                "Whether clusters have quorum and replicate, storage is served, nodes reach NUT and the mail relay greets:"
                        + " pass or FAIL each. Exit 1 where something fails.")
public final class PreflightCommand implements Callable<Integer> {

    private final Trying trying;

    @Mixin
    private ConfigOption config;

    /** The verb. */
    public PreflightCommand(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        this.trying = new Trying(bench, states, compiler);
    }

    @Override
    public Integer call() throws InterruptedException, Refusal {
        return trying.preflight(config);
    }
}

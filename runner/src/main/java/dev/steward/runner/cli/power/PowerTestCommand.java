package dev.steward.runner.cli.power;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.control.Ask;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward power test}: parts of power protection, tried. */
@Command(
        mixinStandardHelpOptions = true,
        name = "test",
        description = "Tries a part of power protection: connection, shutdown or recovery.")
public final class PowerTestCommand {

    private static final int WINDOW = 5;

    private final Bench bench;
    private final PowerCommand power;
    private final Time time;
    private final Trying trying;

    /** The verb. */
    public PowerTestCommand(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.power = new PowerCommand(bench);
        this.time = states.time();
        this.trying = new Trying(bench, states, compiler);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "connection",
            description =
                    "Tries each UPS, each cluster with its guests, and each host of the plan as its user. Exit 1 where one"
                            + " does not answer.")
    int connection(@Mixin ConfigOption config) throws InterruptedException, Refusal {
        return trying.connection(config);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "shutdown",
            description = {
                "Carries the plan out, or one phase or step of it, without waiting for gates.",
                "With --dry-run each step is listed as SKIPPED and nothing is done. Live, " + WINDOW
                        + " seconds are left for Ctrl+C."
            })
    int shutdown(
            @Mixin ConfigOption config,
            @Mixin Which which,
            @Option(names = "--dry-run", description = "List each step; do nothing.") boolean dry,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            defaultValue = "power test shutdown",
                            description = "Why, for the record.")
                    String reason,
            @Option(names = "--yes", description = "Do not ask for the name of the plan: for programs.") boolean yes)
            throws IOException, InterruptedException, Refusal {
        PlanView plan = power.plan(config);
        which.check(plan);
        if (dry) {
            power.text().skipped(plan, which);
            return Exit.OK;
        }
        if (!yes) {
            Sure.named("This switches machines off: " + steps(plan, which) + ".", plan.name());
        }
        window();
        return power.begun(
                config, new Ask.OfPower.Apply(true, false, which.phase, which.action, bench.person(), reason));
    }

    private static String steps(PlanView plan, Which which) {
        int steps = which.phases(plan).stream()
                .mapToInt(phase -> which.steps(phase).size())
                .sum();
        return steps + (steps == 1 ? " step" : " steps") + " of "
                + which.phases(plan).size() + (which.phases(plan).size() == 1 ? " phase" : " phases");
    }

    private void window() throws InterruptedException {
        PrintStream out = bench.screen().out();
        for (int left = WINDOW; left > 0; left--) {
            out.println("LIVE: machines are switched off in " + left + " s. Ctrl+C ends it.");
            out.flush();
            time.sleep(Duration.ofSeconds(1));
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "recovery",
            description = "Carries the recovery of the last outage out, the last finished phase first.")
    int recovery(
            @Mixin ConfigOption config,
            @Option(names = "--dry-run", description = "Only say what would be done.") boolean dry,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            defaultValue = "power test recovery",
                            description = "Why, for the record.")
                    String reason)
            throws IOException, InterruptedException, Refusal {
        return power.begun(config, new Ask.OfPower.Recover(dry, bench.person(), reason));
    }
}

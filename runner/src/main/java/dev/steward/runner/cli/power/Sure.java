package dev.steward.runner.cli.power;

import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.print.Keyboard;
import java.io.Console;
import java.util.List;
import picocli.CommandLine.Option;

/** What must be said before machines are switched off: why, and which plan. */
final class Sure {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept with the history.")
    String reason;

    @Option(names = "--yes", description = "Do not ask for the name of the plan: for programs.")
    private boolean yes;

    /**
     * Asks the person to type the plan's name.
     *
     * @param what is about to be done, as a sentence
     * @throws Refusal where it was not typed, or nobody can be asked
     */
    void confirm(String what, String plan) throws Refusal {
        if (reason.isBlank()) {
            throw new Refusal(Exit.OPTIONS, List.of("Say why: --reason TEXT"));
        }
        if (!yes) {
            named(what, plan);
        }
    }

    /** Asks alone. */
    static void named(String what, String plan) throws Refusal {
        Console console = Keyboard.console()
                .orElseThrow(() -> new Refusal(
                        Exit.OPTIONS,
                        List.of("Nobody can be asked here, since this is no terminal. Say --yes to confirm.")));
        String typed = console.readLine("%s%nType the name of the plan (%s) to go on: ", what, plan);
        if (typed == null || !typed.strip().equals(plan)) {
            throw new Refusal(Exit.CANCELLED, List.of("Not confirmed. Nothing was done."));
        }
    }
}

package dev.steward.runner.cli.complete;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code steward completion}: what a shell needs to complete verbs, options and their words. */
@Command(
        mixinStandardHelpOptions = true,
        name = "completion",
        description = {
            "Prints what bash needs to complete commands, options and file names. For this shell: . <(steward completion bash)",
            "For every user: steward completion bash > /usr/share/bash-completion/completions/steward"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** What it can print for; zsh reads bash's after {@code bashcompinit}. */
    enum Shell {
        bash
    }

    private final Bench bench;
    private final Supplier<CommandLine> all;

    @Parameters(index = "0", paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    /**
     * The verb.
     *
     * @param bench where it prints
     * @param all every verb of the program
     */
    public CompletionCommand(Bench bench, Supplier<CommandLine> all) {
        this.bench = bench;
        this.all = all;
    }

    @Override
    public Integer call() {
        bench.screen().out().print(AutoComplete.bash("steward", all.get()));
        return Exit.OK;
    }
}

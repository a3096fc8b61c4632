package dev.steward.runner.cli.resume;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import dev.steward.runner.resume.Unfinished;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward resume}: goes on with a run that did not end well. */
@Command(
        mixinStandardHelpOptions = true,
        name = "resume",
        description = "Goes on with a run that was lost, cancelled or failed, as a new run on the same plan and hosts:"
                + " what its journal says is done is not done again. 'steward runs retry' begins it anew instead.")
public final class ResumeCommand extends DeskCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "RUN", description = "Its number, as 'steward runs list' shows it.")
    private long run;

    @Option(
            names = "--unfinished",
            paramLabel = "WHAT",
            defaultValue = "stop",
            description = "What becomes of a step that was under way and might do harm if done twice, as a command"
                    + " without 'creates': stop (its host goes no further; the default), again (does it) or skip (takes"
                    + " it as done).")
    private Unfinished unfinished;

    @Option(
            names = {"-k", "--ask-pass"},
            description = "Ask for the login password.")
    private boolean askPassword;

    @Option(
            names = {"-K", "--ask-become-pass"},
            description = "Ask for the sudo password.")
    private boolean askBecomePassword;

    @Option(names = "--json", description = "Print every event as a JSON line.")
    private boolean json;

    /** The verb. */
    public ResumeCommand(Bench bench) {
        super(bench);
    }

    @Override
    public Integer call() throws Exception {
        return follow(config, ask(), json);
    }

    private Ask ask() throws Refusal {
        String password = askPassword ? Bench.password("Login password: ") : null;
        String becomePassword = askBecomePassword ? Bench.password("Sudo password: ") : null;
        return new Ask.Resume(run, unfinished.word(), password, becomePassword, person());
    }
}

package dev.steward.runner.cli.resume;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import dev.steward.runner.resume.Decided;
import dev.steward.runner.resume.Unfinished;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                + " what its journal says is done is not done again, and nothing that is done is taken back. 'steward runs"
                + " retry' begins it anew instead.")
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
                    + " without 'creates', on each host that --stop, --again and --skip do not name: stop (its host goes"
                    + " no further; the default), again (does it) or skip (takes it as done).")
    private Unfinished unfinished;

    @Option(
            names = "--stop",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts that go no further where such a step was under way, whatever --unfinished says.")
    private List<String> stop = List.of();

    @Option(
            names = "--again",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts that do such a step again, whatever --unfinished says.")
    private List<String> again = List.of();

    @Option(
            names = "--skip",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts that take such a step as done, whatever --unfinished says.")
    private List<String> skip = List.of();

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
        Map<String, String> how = decided();
        String password = askPassword ? Bench.password("Login password: ") : null;
        String becomePassword = askBecomePassword ? Bench.password("Sudo password: ") : null;
        return new Ask.Resume(run, how, password, becomePassword, person());
    }

    private Map<String, String> decided() throws Refusal {
        Map<String, String> how = new LinkedHashMap<>(Map.of(Decided.OTHERS, unfinished.word()));
        List<String> wrong = new ArrayList<>();
        say(how, stop, Unfinished.STOP, wrong);
        say(how, again, Unfinished.AGAIN, wrong);
        say(how, skip, Unfinished.SKIP, wrong);
        if (!wrong.isEmpty()) {
            throw new Refusal(Exit.OPTIONS, wrong);
        }
        return how;
    }

    private static void say(Map<String, String> how, List<String> hosts, Unfinished what, List<String> wrong) {
        for (String host : hosts) {
            if (host.isBlank()) {
                wrong.add("--" + what.word() + " takes names of hosts, as web-1,web-2.");
                continue;
            }
            String before = how.put(host, what.word());
            if (before != null && !before.equals(what.word())) {
                wrong.add("--" + before + " and --" + what.word() + " both name " + host + "; say one of them.");
            }
        }
    }
}

package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.follow.Found;
import dev.steward.runner.follow.JournalAsk;
import dev.steward.runner.follow.TailAsk;
import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward proxmox tail}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "tail",
        description = {
            "Files of a guest or node as they grow.",
            "They are read by the same ways as logs, until Ctrl+C. A file that is not there yet, or is rotated away, is waited for."
        })
final class TailCommand extends FollowCommand implements Callable<Integer> {

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = JournalAsk.USUAL + "",
            description = "Begin with the last N lines of each, 1 to " + JournalAsk.MOST
                    + "; ${DEFAULT-VALUE} where it is left out.")
    private int limit;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description =
                    "101, home/101, web-1, 192.0.2.11, pve1, or a name below proxmox.CLUSTER.follow, whose files are"
                            + " then followed.")
    private String id;

    @Parameters(index = "1..*", paramLabel = "FILE", description = "Absolute paths.")
    private List<String> files = new ArrayList<>();

    TailCommand(Bench bench, StateDesks states, Time time) {
        super(bench, states, time);
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        return look(through -> {
            if (!files.isEmpty()) {
                new TailAsk(files, limit, true).check();
            }
            Found found = through.find(id, which.cluster());
            through.tail(found.subject(), new TailAsk(files.isEmpty() ? found.files() : files, limit, true), lines());
            return Exit.OK;
        });
    }
}

package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.follow.Found;
import dev.steward.runner.follow.JournalAsk;
import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward proxmox logs}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "logs",
        description = {
            "The journal of a guest or node.",
            "It is read over SSH: on a node there, in a container through pct exec on its node, in a VM by its own sshd, or,"
                    + " but for --follow, by its guest agent. A container without systemd shows /var/log/messages."
        })
final class LogsCommand extends FollowCommand implements Callable<Integer> {

    @Option(
            names = {"-u", "--unit"},
            paramLabel = "UNIT",
            description = "Lines of this unit alone; may be repeated.")
    private List<String> units = new ArrayList<>();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = JournalAsk.USUAL + "",
            description = "The last N lines, 1 to " + JournalAsk.MOST + "; ${DEFAULT-VALUE} where it is left out.")
    private int limit;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until Ctrl+C.")
    private boolean follow;

    @Parameters(
            paramLabel = "ID",
            description =
                    "101, home/101, web-1, 192.0.2.11, pve1, or a name below proxmox.CLUSTER.follow, whose services"
                            + " are then shown.")
    private String id;

    LogsCommand(Bench bench, StateDesks states, Time time) {
        super(bench, states, time);
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        return look(through -> {
            JournalAsk asked = new JournalAsk(units, limit, follow);
            asked.check();
            Found found = through.find(id, which.cluster());
            JournalAsk whole = new JournalAsk(units.isEmpty() ? found.services() : units, limit, follow);
            through.journal(found.subject(), whole, lines());
            return Exit.OK;
        });
    }
}

package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.GuestStats;
import dev.steward.runner.follow.Receiver;
import dev.steward.runner.follow.Stats;
import dev.steward.runner.follow.Subject;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward proxmox stats}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "stats",
        description = {
            "What a guest or node uses.",
            "Of a guest one line, as",
            "  STATUS|CPU%%|MEM USAGE/LIMIT|MEM%%|NET I/O|BLOCK I/O",
            "  running|31.1%%|9.6GiB/20GiB|48.87%%|4.7GiB/3.3GiB|25GiB/36GiB",
            "of a node JSON. --stream goes on: every 3 s, of a node every second."
        })
final class StatsCommand extends FollowCommand implements Callable<Integer> {

    @Option(names = "--stream", description = "Go on until Ctrl+C.")
    private boolean stream;

    @Parameters(paramLabel = "ID", description = "101, lxc/101, home/101, web-1, 192.0.2.11, pve1, node/pve1")
    private String id;

    StatsCommand(Bench bench, StateDesks states, Time time) {
        super(bench, states, time);
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        return look(this::show);
    }

    private int show(Follow follow) throws FollowException, IOException, InterruptedException {
        Subject subject = follow.find(id, which.cluster()).subject();
        if (!stream) {
            print(once(follow.stats(subject)));
            return Exit.OK;
        }
        follow.stats(subject, new Receiver<>() {
            @Override
            public void take(Stats stats) throws IOException {
                print(line(stats));
            }

            @Override
            public void note(String text) {
                remark(text);
            }
        });
        return Exit.OK;
    }

    private String once(Stats stats) {
        return stats instanceof GuestStats guest && !which.json ? guest.line() : pretty(stats.data());
    }

    private String line(Stats stats) {
        return stats instanceof GuestStats guest && !which.json ? guest.line() : text(stats.data());
    }
}

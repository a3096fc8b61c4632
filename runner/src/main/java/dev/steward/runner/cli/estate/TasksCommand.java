package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.JournalAsk;
import dev.steward.runner.follow.UpidFilter;
import dev.steward.runner.follow.UpidList;
import dev.steward.runner.follow.UpidRow;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward proxmox tasks}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "tasks",
        description = {
            "The clusters' tasks (UPIDs), the newest first, or one with its log.",
            "Exit of one: 0 it went well or runs, 2 it failed, 99 it was cancelled."
        })
final class TasksCommand extends FollowCommand implements Callable<Integer> {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Time time;

    @Option(names = "--node", paramLabel = "NODE", description = "Of this node alone.")
    private String node;

    @Option(names = "--guest", paramLabel = "ID", description = "About this guest alone.")
    private String guest;

    @Option(names = "--running", description = "Those that run.")
    private boolean running;

    @Option(names = "--errors", description = "Those that failed.")
    private boolean errors;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            description = "The newest N, 1 to " + JournalAsk.MOST + "; ${DEFAULT-VALUE} where it is left out.")
    private int limit;

    @Option(
            names = {"-f", "--follow"},
            description = "With a UPID: go on to its end. Ctrl+C ends the looking, not the task.")
    private boolean follow;

    @Option(names = "--cancel", description = "With a UPID: ask Proxmox VE to end it, and see it end.")
    private boolean cancel;

    @Parameters(paramLabel = "UPID", arity = "0..1", description = "As the list shows it.")
    private String upid;

    TasksCommand(Bench bench, StateDesks states, Time time) {
        super(bench, states, time);
        this.time = time;
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        if (upid == null && (follow || cancel)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of((follow ? "--follow" : "--cancel")
                            + " needs a UPID; see: steward proxmox tasks --running"));
        }
        if (upid != null && (node != null || guest != null || running || errors)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of(
                            "--node, --guest, --running and --errors choose from the list; leave them out beside a UPID"));
        }
        return look(upid == null ? this::list : this::one);
    }

    private int list(Follow through) throws FollowException, InterruptedException {
        UpidList found = through.upids(new UpidFilter(
                which.cluster(), Optional.ofNullable(node), Optional.ofNullable(guest), running, errors, limit));
        if (which.json) {
            out().println(pretty(found.rows().stream().map(UpidRow::data).toList()));
        } else {
            table(found.rows());
        }
        found.problems().forEach(this::remark);
        return found.problems().isEmpty() ? Exit.OK : Exit.UNREACHABLE_OR_PROBLEMS;
    }

    private void table(List<UpidRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("STARTED", "TOOK", "NODE", "TYPE", "ID", "STATUS", "USER", "UPID"));
        for (UpidRow row : rows) {
            Instant start = row.upid().start();
            Duration took =
                    Duration.between(start, row.ended().orElse(time.now().truncatedTo(ChronoUnit.SECONDS)));
            lines.add(List.of(
                    WHEN.format(start.atZone(ZoneId.systemDefault())),
                    Math.max(0, took.toSeconds()) + "s",
                    row.upid().node(),
                    row.upid().type(),
                    row.upid().id().isEmpty() ? "-" : row.upid().id(),
                    row.status().isEmpty()
                            ? "unknown"
                            : row.status().lines().findFirst().orElse(""),
                    row.upid().user(),
                    row.upid().text()));
        }
        EstateText.print(out(), lines);
    }

    private int one(Follow through) throws FollowException, IOException, InterruptedException {
        if (cancel) {
            through.cancel(upid, which.cluster());
        }
        TaskEnd end = through.upid(upid, which.cluster(), follow || cancel, lines());
        if (which.json) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("upid", upid);
            data.put("result", end.result().name().toLowerCase(java.util.Locale.ROOT));
            data.put("status", running(end) ? "running" : end.exitStatus());
            data.put("warnings", end.warnings());
            print(text(data));
        } else {
            remark(running(end) ? "It still runs; see it to its end with --follow." : words(end));
        }
        return exit(end);
    }

    private static boolean running(TaskEnd end) {
        return end.result() == TaskEnd.Result.RUNNING;
    }

    private static String words(TaskEnd end) {
        return "Ended: " + end.result().name().toLowerCase(java.util.Locale.ROOT)
                + (end.exitStatus().equals("OK") ? "" : " (" + end.exitStatus() + ")");
    }

    private static int exit(TaskEnd end) {
        return switch (end.result()) {
            case OK, WARNINGS, RUNNING -> Exit.OK;
            case CANCELLED -> Exit.CANCELLED;
            case FAILED, UNKNOWN -> Exit.FAILED;
            case LOST -> Exit.UNREACHABLE_OR_PROBLEMS;
        };
    }
}

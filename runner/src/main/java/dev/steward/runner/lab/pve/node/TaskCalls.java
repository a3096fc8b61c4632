package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.call.Total;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.PveTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** A node's tasks (API2/Tasks.pm). */
public final class TaskCalls {

    /** PVE's own form of a UPID (PVE/Tools.pm). */
    private static final Pattern UPID = Pattern.compile(
            "UPID:([A-Za-z0-9][A-Za-z0-9-]*):([0-9A-F]{8}):([0-9A-F]{8,9}):([0-9A-F]{8}):([^:\\s/]+):([^:\\s/]*):([^:\\s/]+):");

    private TaskCalls() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/tasks", TaskCalls::list)
                .on("GET /nodes/{node}/tasks/{upid}/status", call -> status(task(call)))
                .on("GET /nodes/{node}/tasks/{upid}/log", TaskCalls::log)
                .on("DELETE /nodes/{node}/tasks/{upid}", TaskCalls::stop)
                .on("GET /cluster/tasks", TaskCalls::recent);
    }

    private static boolean own(Call call, PveTask task) {
        return task.caller().equals(call.caller())
                || call.caller().token().isEmpty()
                        && task.caller().user().equals(call.caller().user());
    }

    private static PveTask task(Call call) {
        String upid = call.text("upid");
        if (!UPID.matcher(upid).matches()) {
            throw Refusal.bad("upid", "unable to parse worker upid");
        }
        PveTask task = call.cluster()
                .tasks()
                .get(upid)
                .filter(one -> one.node().equals(call.node().name()))
                .orElseThrow(() -> Refusal.bad("upid", "no such task"));
        if (!own(call, task)) {
            call.need("/nodes/" + task.node(), "Sys.Audit");
        }
        return task;
    }

    private static Row head(PveTask task) {
        Row row = new Row()
                .with("upid", task.upid())
                .with("node", task.node())
                .with("pid", task.pid())
                .with("pstart", task.processStart())
                .with("starttime", task.started().getEpochSecond())
                .with("type", task.type())
                .with("id", task.id())
                .with("user", task.caller().user());
        return row.some("tokenid", task.caller().token());
    }

    private static Row status(PveTask task) {
        Row row = head(task).with("status", task.running() ? "running" : "stopped");
        return row.when(!task.running(), "exitstatus", task.exit());
    }

    private static Object log(Call call) {
        PveTask task = task(call);
        List<String> lines = task.log();
        long start = call.number("start", 0);
        long limit = call.number("limit", 50);
        List<Row> rows = new ArrayList<>();
        for (int i = (int) Math.min(start, lines.size());
                i < lines.size() && (limit == 0 || rows.size() < limit);
                i++) {
            rows.add(new Row().with("n", i + 1).with("t", lines.get(i)));
        }
        if (lines.isEmpty() && start == 0) {
            rows.add(new Row().with("n", 1).with("t", "no content"));
        }
        return new Total(rows, Math.max(lines.size(), rows.size()));
    }

    private static Object stop(Call call) {
        String upid = call.text("upid");
        PveTask task = call.cluster().tasks().get(upid).orElseThrow(() -> Refusal.bad("upid", "no such task"));
        if (!own(call, task)) {
            call.need("/nodes/" + task.node(), "Sys.Modify");
        }
        call.cluster().tasks().job(upid).ifPresent(Job::interrupt);
        return null;
    }

    private static Object list(Call call) {
        String source = call.text("source", "archive");
        boolean all = call.allowed("/nodes/" + call.node().name(), "Sys.Audit");
        List<PveTask> matching = call.cluster().tasks().all().stream()
                .filter(task -> task.node().equals(call.node().name()))
                .filter(task -> all || own(call, task))
                .filter(task -> source.equals("all") || task.running() == source.equals("active"))
                .filter(task -> wanted(call, task))
                .sorted(Comparator.comparing(PveTask::started).reversed())
                .toList();
        List<Row> rows = matching.stream()
                .skip(call.number("start", 0))
                .limit(call.number("limit", 50))
                .map(task -> task.running() ? active(task) : archived(task))
                .toList();
        return new Total(rows, matching.size());
    }

    private static boolean wanted(Call call, PveTask task) {
        long begun = task.started().getEpochSecond();
        return (!call.flag("errors") || task.failed())
                && (!call.has("vmid") || call.text("vmid").equals(task.id()))
                && task.type().contains(call.text("typefilter"))
                && task.caller().name().contains(call.text("userfilter"))
                && (!call.has("statusfilter") || call.items("statusfilter").contains(sort(task)))
                && begun >= call.number("since", 0)
                && begun <= call.number("until", Long.MAX_VALUE);
    }

    private static String sort(PveTask task) {
        if (task.running()) {
            return "unknown";
        }
        return task.failed()
                ? task.exit().equals("unexpected status") ? "unknown" : "error"
                : task.exit().equals("OK") ? "ok" : "warning";
    }

    private static Row archived(PveTask task) {
        return head(task).with("endtime", task.ended().getEpochSecond()).with("status", task.exit());
    }

    /** The active list is another file, with the whole name as user. */
    private static Row active(PveTask task) {
        Row row = head(task);
        row.remove("tokenid");
        return row.with("user", task.caller().name()).with("saved", "0").with("status", "RUNNING");
    }

    private static Object recent(Call call) {
        return call.cluster().tasks().all().stream()
                .filter(task -> own(call, task) || call.allowed("/nodes/" + task.node(), "Sys.Audit"))
                .sorted(Comparator.comparing(PveTask::started).reversed())
                .limit(25L * call.cluster().nodes().size())
                .map(TaskCalls::broadcast)
                .toList();
    }

    private static Row broadcast(PveTask task) {
        Row row = head(task);
        row.remove("pstart");
        if (task.running()) {
            return row.with("saved", "0");
        }
        row.remove("pid");
        return row.with("endtime", task.ended().getEpochSecond())
                .with("saved", "1")
                .with("status", task.exit());
    }
}

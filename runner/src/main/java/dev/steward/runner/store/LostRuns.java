package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.Recap.Counts;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.HostLeft;
import dev.steward.runner.event.RunEvent.PlayStarted;
import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunEvent.TaskStarted;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.event.Status;
import dev.steward.runner.store.live.Signals;
import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.EventRow;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.store.trouble.Spoilt;
import dev.steward.runner.time.Time;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Ends the runs whose server died: each becomes lost, with its last step in the message and a last event that says so. */
final class LostRuns {

    /** The epoch first: from here on nobody else writes this run. */
    private static final String TAKE = "update run set epoch = epoch + 1 where id = ? and ";

    private static final String LEFT = "status in ('queued', 'running') and owner_id not in (" + Servers.LIVING + ")";

    private final Jdbi jdbi;
    private final EventJson json;
    private final RunQueries queries;
    private final Time time;
    private final Signals signals;

    LostRuns(Jdbi jdbi, EventJson json, RunQueries queries, Time time, Signals signals) {
        this.signals = signals;
        this.jdbi = jdbi;
        this.json = json;
        this.queries = queries;
        this.time = time;
    }

    /** Ends every run whose owner is ended or unknown; their numbers. */
    List<Long> end() {
        return jdbi
                .withHandle(handle -> handle.select("select id from run where " + LEFT + " order by id")
                        .mapTo(long.class)
                        .list())
                .stream()
                .filter(this::end)
                .toList();
    }

    /** Ends what has come to nobody since the last look: here, and on servers that are no more. */
    void end(RunStore runs) {
        if (signals.shared()) {
            end().forEach(runs::ended);
        }
        runs.settle(this::end);
    }

    /** Ends a run that its owner works on no more, if it has not ended. */
    private void end(long id, String owner) {
        taken(
                id,
                "The run broke off, Steward's log says why",
                TAKE + "status in ('queued', 'running') and owner_id = ?",
                id,
                owner);
    }

    /** False where another server was faster. */
    private boolean end(long id) {
        return taken(id, "Steward ended during the run", TAKE + LEFT, id);
    }

    private boolean taken(long id, String why, String sql, Object... values) {
        return Clash.again(() -> jdbi.inTransaction(handle -> {
            int taken = handle.execute(sql, values);
            if (taken == 1) {
                record(handle, last(id, why));
            }
            return taken == 1;
        }));
    }

    private NumberedEvent last(long id, String why) {
        Run run = queries.run(id).orElseThrow();
        Fold fold = new Fold();
        boolean read = read(id, fold);
        String message = run.status() == RunStatus.QUEUED
                ? "Steward ended before the run began"
                : why + "; "
                        + (read
                                ? fold.whereItStood()
                                : "not all of its events can be read, so it is unknown where it stood");
        return new NumberedEvent(
                id,
                run.lastEvent() + 1,
                time.now().truncatedTo(ChronoUnit.MICROS),
                new RunFinished(RunStatus.LOST, 1, fold.recap(), message));
    }

    /** False: not all could be read. One run that a disk has spoilt keeps no Steward from beginning. */
    private boolean read(long id, Fold fold) {
        try {
            queries.eachEvent(id, event -> fold.add(event.event()));
            return true;
        } catch (RuntimeException e) {
            if (e instanceof Spoilt || e.getCause() instanceof Spoilt) {
                return false;
            }
            throw e;
        }
    }

    private void record(Handle handle, NumberedEvent last) {
        signals.run(handle, last.run());
        long key = Projection.key(last.run(), last.number());
        EventRow row =
                new EventRow(key, key, last.at(), EventJson.kind(last.event()), null, null, json.write(last.event()));
        handle.execute(EventRow.INSERT, row.values());
        new Projection(json).finish(handle, last, (RunFinished) last.event());
    }

    /** What is known of a run that has no recap of its own. */
    private static final class Fold {

        private static final Counts ABORTED = new Counts(0, 0, 0, 0, 0, 0, 0, 1, 0);
        private static final Counts NOT_REACHED = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 1);

        private final Set<String> planned = new HashSet<>();
        private final Map<String, String> open = new TreeMap<>();
        private final Map<String, Counts> counts = new HashMap<>();
        private String lastStep = "";

        void add(RunEvent event) {
            if (event instanceof PlayStarted play) {
                planned.addAll(play.hosts());
            } else if (event instanceof TaskStarted task) {
                open.put(task.host(), task.name());
                lastStep = "'" + task.name() + "' on " + task.host();
            } else if (event instanceof TaskFinished task) {
                open.remove(task.host());
                counts.merge(task.host(), counted(task), Counts::plus);
            } else if (event instanceof HostLeft left) {
                open.remove(left.host());
                counts.merge(left.host(), left.reached() ? ABORTED : NOT_REACHED, Counts::plus);
            }
        }

        private static Counts counted(TaskFinished task) {
            boolean failed = task.status() == Status.FAILED && !task.ignored();
            boolean unreachable = task.status() == Status.UNREACHABLE && !task.ignored();
            boolean ok = task.status() == Status.OK || task.status() == Status.CHANGED || task.ignored();
            return new Counts(
                    one(ok),
                    one(task.status() == Status.CHANGED || task.ignored() && task.changed()),
                    one(unreachable),
                    one(failed && !task.rescued()),
                    one(task.status() == Status.SKIPPED),
                    one(failed && task.rescued()),
                    one(task.ignored()),
                    0,
                    0);
        }

        private static int one(boolean yes) {
            return yes ? 1 : 0;
        }

        Recap recap() {
            Map<String, Counts> all = new HashMap<>(counts);
            open.keySet().forEach(host -> all.merge(host, ABORTED, Counts::plus));
            planned.forEach(host -> all.putIfAbsent(host, NOT_REACHED));
            return new Recap(new TreeMap<>(all));
        }

        String whereItStood() {
            if (lastStep.isEmpty()) {
                return "no task had begun";
            }
            List<String> unfinished = new ArrayList<>();
            open.forEach((host, task) -> unfinished.add("'" + task + "' on " + host));
            return unfinished.isEmpty()
                    ? "its last step was " + lastStep + ", which had finished"
                    : "unfinished: " + String.join(", ", unfinished);
        }
    }
}

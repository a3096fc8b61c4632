package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.Recap.Worst;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.HostLeft;
import dev.steward.runner.event.RunEvent.PhaseEntered;
import dev.steward.runner.event.RunEvent.PlayStarted;
import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunEvent.RunStarted;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunEvent.TaskStarted;
import dev.steward.runner.event.Status;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.store.RunLog.Entry;
import dev.steward.runner.store.duration.Durations;
import dev.steward.runner.store.green.Greens;
import dev.steward.runner.store.green.Tallies;
import dev.steward.runner.store.host.HostFold;
import dev.steward.runner.store.keep.Sizes;
import dev.steward.runner.store.patch.PatchFold;
import dev.steward.runner.store.patch.PatchFold.Moment;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.store.row.EventKey;
import dev.steward.runner.store.row.EventRow;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.store.upid.UpidRow;
import dev.steward.runner.store.upid.Upids;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Events as rows, and what pages ask of them folded into tables in the same transaction. */
final class Projection {

    private static final int MESSAGE = 10_000;

    private final EventJson json;
    private final PatchFold patches;

    Projection(EventJson json) {
        this.json = json;
        this.patches = new PatchFold(json);
    }

    /** The key of an event. */
    static long key(long run, long number) {
        return EventKey.of(run, number);
    }

    void write(Handle handle, RunLog log, List<Entry> entries) {
        insert(handle, entries);
        for (Entry entry : entries) {
            fold(handle, log, entry.event());
        }
    }

    private static void insert(Handle handle, List<Entry> entries) {
        try (PreparedStatement insert = handle.getConnection().prepareStatement(EventRow.INSERT)) {
            Map<Place, OutputPack> packs = new HashMap<>();
            for (Entry entry : entries) {
                if (entry.event().event() instanceof RunEvent.Output) {
                    pack(insert, packs, entry);
                } else {
                    row(insert, entry.event(), entry.event().number(), entry.payload());
                }
            }
            for (OutputPack pack : packs.values()) {
                row(insert, pack.first(), pack.last(), pack.payload());
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new StoreException(e.getMessage(), e);
        }
    }

    private static void pack(PreparedStatement insert, Map<Place, OutputPack> packs, Entry entry) throws SQLException {
        Place place = Place.of(entry.event().event());
        OutputPack pack = packs.computeIfAbsent(place, key -> new OutputPack(entry.event()));
        if (!pack.takes(entry.payload())) {
            row(insert, pack.first(), pack.last(), pack.payload());
            pack = new OutputPack(entry.event());
            packs.put(place, pack);
        }
        pack.add(entry.event(), entry.payload());
    }

    private static void row(PreparedStatement insert, NumberedEvent event, long last, String payload)
            throws SQLException {
        Place place = Place.of(event.event());
        new EventRow(
                        key(event.run(), event.number()),
                        key(event.run(), last),
                        event.at(),
                        EventJson.kind(event.event()),
                        place.host(),
                        place.step(),
                        payload)
                .add(insert);
    }

    private void fold(Handle handle, RunLog log, NumberedEvent event) {
        RunEvent what = event.event();
        if (what instanceof PlayStarted play) {
            started(handle, log, play);
        } else if (what instanceof TaskStarted task) {
            started(handle, log, event, task);
            patches.started(handle, moment(event), task);
        } else if (what instanceof TaskFinished task) {
            finished(handle, log, event, task);
            // what an earlier run did was counted there
            if (task.earlier().isEmpty()) {
                timed(handle, log, event, task);
                patches.finished(handle, moment(event), task);
            }
        } else if (what instanceof HostLeft left) {
            patches.left(handle, moment(event), left);
        } else if (what instanceof RunStarted begun && begun.check()) {
            log.known().add(RunLog.CHECK);
        } else if (what instanceof PhaseEntered phase) {
            phase(log, phase);
        } else if (what instanceof RunFinished run) {
            finish(handle, event, run);
        } else {
            aside(handle, log, event);
        }
    }

    /** What is kept beside the run's own tables. */
    private void aside(Handle handle, RunLog log, NumberedEvent event) {
        if (event.event() instanceof RunEvent.UpidStarted begun) {
            Upids.insert(handle, row(log, event, begun));
        } else if (event.event() instanceof RunEvent.UpidEnded end && end.over()) {
            UpidRow.End how = new UpidRow.End(event.at(), end.result(), end.exitStatus(), "");
            Upids.ended(handle, end.cluster(), end.upid(), how);
        } else if (event.event() instanceof RunEvent.Output output) {
            patches.told(handle, event.run(), output);
        } else if (event.event() instanceof RunEvent.HostReached reached) {
            HostFold.reached(handle, event, reached);
        } else if (event.event() instanceof RunEvent.FactsGathered gathered) {
            HostFold.gathered(handle, json, event, gathered);
        }
    }

    private static Moment moment(NumberedEvent event) {
        return new Moment(event.run(), event.at());
    }

    /** Tells again what a kept event says of packages. */
    void again(Handle handle, NumberedEvent event) {
        if (event.event() instanceof TaskFinished task && task.earlier().isEmpty()) {
            patches.finished(handle, moment(event), task);
        }
    }

    private static UpidRow row(RunLog log, NumberedEvent event, RunEvent.UpidStarted begun) {
        return new UpidRow(
                begun.cluster(),
                Upid.parse(begun.upid()),
                Optional.of(new UpidRow.Origin(log.run(), begun.step(), begun.host())),
                begun.action(),
                begun.page(),
                event.at(),
                Optional.empty());
    }

    private static void started(Handle handle, RunLog log, PlayStarted play) {
        play.hosts().forEach(host -> host(handle, log, host));
        play.tasks().forEach(task -> step(handle, log, play.name(), task.step(), task.name(), task.module()));
    }

    private static void started(Handle handle, RunLog log, NumberedEvent event, TaskStarted task) {
        host(handle, log, task.host());
        step(handle, log, "", task.step(), task.name(), task.module());
        int known = handle.execute(
                "update run_task set status = 'running', ignored = false, started_at = ?, took_millis = null,"
                        + " message = '', event_number = ? where run = ? and step = ? and host = ?",
                event.at(),
                event.number(),
                log.run(),
                task.step(),
                task.host());
        if (known == 0) {
            cell(handle, log, new Cell(task.step(), task.host(), "running", false, event.at(), null, ""), event);
        }
        handle.execute(
                "update run set last_step = ? where id = ?",
                Column.cut(task.name() + " on " + task.host(), 1000),
                log.run());
    }

    private static void finished(Handle handle, RunLog log, NumberedEvent event, TaskFinished task) {
        String message = Column.cut(task.message(), MESSAGE);
        int known = handle.execute(
                "update run_task set status = ?, ignored = ?, took_millis = ?, message = ?, event_number = ?"
                        + " where run = ? and step = ? and host = ?",
                task.status().word(),
                task.ignored(),
                task.took().toMillis(),
                message,
                event.number(),
                log.run(),
                task.step(),
                task.host());
        if (known == 0) {
            Cell cell = new Cell(
                    task.step(),
                    task.host(),
                    task.status().word(),
                    task.ignored(),
                    null,
                    task.took().toMillis(),
                    message);
            cell(handle, log, cell, event);
        }
    }

    private static void phase(RunLog log, PhaseEntered phase) {
        if (phase.recovering()) {
            log.known().remove(RunLog.SHEDDING);
        } else {
            log.known().add(RunLog.SHEDDING);
        }
    }

    /** A step of a power plan that really was carried out, forced or not; what was there already says nothing. */
    private static void timed(Handle handle, RunLog log, NumberedEvent event, TaskFinished task) {
        boolean done = task.status() == Status.CHANGED;
        if (done && log.known().contains(RunLog.SHEDDING) && !log.known().contains(RunLog.CHECK)) {
            Durations.keep(handle, log.run(), task.step(), task.host(), task.took(), event.at());
        }
    }

    private record Cell(
            String step, String host, String status, boolean ignored, Instant started, Long took, String message) {}

    private static void cell(Handle handle, RunLog log, Cell cell, NumberedEvent event) {
        handle.execute(
                "insert into run_task (run, step, host, status, ignored, started_at, took_millis, message,"
                        + " event_number) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                log.run(),
                cell.step(),
                cell.host(),
                cell.status(),
                cell.ignored(),
                cell.started(),
                cell.took(),
                cell.message(),
                event.number());
    }

    private static void host(Handle handle, RunLog log, String host) {
        if (log.known().add("host " + host)
                && count(handle, "select count(*) from run_host where run = ? and host = ?", log.run(), host) == 0) {
            handle.execute("insert into run_host (run, host) values (?, ?)", log.run(), host);
        }
    }

    private static void step(Handle handle, RunLog log, String play, String step, String name, String module) {
        if (log.known().add("step " + step)
                && count(handle, "select count(*) from run_step where run = ? and step = ?", log.run(), step) == 0) {
            handle.execute(
                    "insert into run_step (run, step, position, play, name, module) values (?, ?, ?, ?, ?, ?)",
                    log.run(),
                    step,
                    count(handle, "select count(*) from run_step where run = ?", log.run()),
                    Column.cut(play, 1000),
                    Column.cut(name, 1000),
                    module);
        }
    }

    private static int count(Handle handle, String sql, Object... values) {
        return handle.select(sql, values).mapTo(int.class).one();
    }

    /** The run row at its end; also for runs that are found lost. */
    void finish(Handle handle, NumberedEvent event, RunFinished run) {
        Run.Hosts hosts = hosts(run.recap());
        handle.execute(
                "update run set status = ?, exit_code = ?, message = ?, recap = ?, finished_at = ?, last_event = ?,"
                        + " hosts_ok = ?, hosts_changed = ?, hosts_failed = ?, hosts_unreachable = ?,"
                        + " hosts_aborted = ?, hosts_not_reached = ? where id = ?",
                run.status().word(),
                run.exit(),
                Column.cut(run.message(), MESSAGE),
                json.text(run.recap()),
                event.at(),
                event.number(),
                hosts.ok(),
                hosts.changed(),
                hosts.failed(),
                hosts.unreachable(),
                hosts.aborted(),
                hosts.notReached(),
                event.run());
        patches.ended(handle, moment(event), run);
        HostFold.ended(handle, event, run.recap());
        handle.select("select playbook, options from run where id = ?", event.run())
                .map((row, context) -> Map.entry(row.getString("playbook"), Column.read(row, "options", json::map)))
                .findOne()
                .ifPresent(of -> {
                    Greens.keep(handle, event.run(), of.getKey(), of.getValue(), run, event.at());
                    Tallies.keep(handle, of.getKey(), of.getValue(), run);
                });
        Sizes.ended(handle, event.run());
    }

    private static Run.Hosts hosts(Recap recap) {
        Map<Worst, Integer> n = new EnumMap<>(Worst.class);
        recap.hosts().values().forEach(counts -> n.merge(counts.worst(), 1, Integer::sum));
        return new Run.Hosts(
                n.getOrDefault(Worst.OK, 0),
                n.getOrDefault(Worst.CHANGED, 0),
                n.getOrDefault(Worst.FAILED, 0),
                n.getOrDefault(Worst.UNREACHABLE, 0),
                n.getOrDefault(Worst.ABORTED, 0),
                n.getOrDefault(Worst.NOT_REACHED, 0));
    }

    /** Where an event happened, as far as its kind says. */
    private record Place(String host, String step) {

        static final Place NONE = new Place(null, null);

        static Place of(RunEvent event) {
            if (event instanceof RunEvent.Output e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof TaskStarted e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof TaskFinished e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof RunEvent.HostReached e) {
                return new Place(e.host(), null);
            }
            if (event instanceof RunEvent.FactsGathered e) {
                return new Place(e.host(), null);
            }
            return rare(event);
        }

        private static Place rare(RunEvent event) {
            if (event instanceof RunEvent.RetryScheduled e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof RunEvent.ItemFinished e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof RunEvent.UpidStarted e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof RunEvent.UpidEnded e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof RunEvent.ConfirmAsked e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof RunEvent.ConfirmAnswered e) {
                return new Place(e.host(), e.step());
            }
            if (event instanceof HostLeft e) {
                return new Place(e.host(), null);
            }
            if (event instanceof RunEvent.HandlerNotified e) {
                return new Place(e.host(), null);
            }
            if (event instanceof RunEvent.Warned e) {
                return new Place(e.host().orElse(null), null);
            }
            return NONE;
        }
    }
}

package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.ScheduleStore.FireRow;
import dev.steward.runner.store.duration.Durations;
import dev.steward.runner.store.keep.Sizes;
import dev.steward.runner.store.keep.Texts;
import dev.steward.runner.store.live.Signals;
import dev.steward.runner.store.resume.ResumedRuns;
import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs from the wish to the end. Every write of a run carries the epoch under which it was claimed. */
public final class RunStore {

    private final Jdbi jdbi;
    private final EventJson json;
    private final Time time;
    private final Owner owner;
    private final Subscriptions subscriptions;
    private final EventWriter writer;
    private final Set<Long> over = ConcurrentHashMap.newKeySet();

    RunStore(Jdbi jdbi, EventJson json, Time time, Owner owner, Subscriptions subscriptions, Signals signals) {
        this.jdbi = jdbi;
        this.json = json;
        this.time = time;
        this.owner = owner;
        this.subscriptions = subscriptions;
        this.writer = new EventWriter(jdbi, new Projection(json), signals, subscriptions::publish);
    }

    /**
     * Whose the runs are that begin here.
     *
     * @param id of the server
     * @param sure fails where the runs may be another's by now
     */
    record Owner(String id, Runnable sure) {}

    /**
     * Records a run that shall begin: status queued; with it what became of the fire that began it.
     *
     * @return its number
     * @throws ScheduleStore.FireTaken when another server took its fire over
     * @throws ResumedRuns.Passed when the run it shall go on with is no longer whole, or another goes on with it
     */
    public long create(NewRun run) {
        return insert(run, RunStatus.QUEUED, "");
    }

    /**
     * Records a fire that did not happen: status missed.
     *
     * @param reason one sentence for the history
     * @return its number
     */
    public long missed(NewRun run, String reason) {
        return insert(run, RunStatus.MISSED, reason);
    }

    /**
     * Records a run that did not begin, for a UPS was on battery or another person's word was missing: status held.
     *
     * @param reason one sentence for the history
     * @return its number
     */
    public long held(NewRun run, String reason) {
        return insert(run, RunStatus.HELD, reason);
    }

    /** Somebody else may keep one of its texts in this moment. */
    private long insert(NewRun run, RunStatus status, String message) {
        return Clash.again(() -> jdbi.inTransaction(handle -> {
            run.resumes().ifPresent(before -> ResumedRuns.hold(handle, before));
            return insert(handle, run, status, message);
        }));
    }

    private long insert(Handle handle, NewRun run, RunStatus status, String message) {
        Instant now = time.now();
        Texts texts = new Texts(handle);
        String inventory = texts.keep(run.inventory());
        List<String> sources =
                run.sources().stream().map(source -> texts.keep(source.text())).toList();
        long id = handle.createUpdate("insert into run (playbook, playbook_file, inventory_sha, parameters, options,"
                        + " cause_kind, cause_name, schedule_name, scheduled_at, status, owner_id, epoch, created_at,"
                        + " finished_at, message, recap, last_event, hosts_ok, hosts_changed, hosts_failed,"
                        + " hosts_unreachable, hosts_aborted, hosts_not_reached, resumes, kept_bytes) values (?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, ?, ?)")
                .bind(0, run.playbook())
                .bind(1, run.file())
                .bind(2, inventory)
                .bind(3, json.text(run.parameters()))
                .bind(4, json.text(run.options()))
                .bind(5, run.cause().kind().word())
                .bind(6, run.cause().name())
                .bind(7, run.schedule().orElse(null))
                .bind(8, run.scheduledAt().orElse(null))
                .bind(9, status.word())
                .bind(10, owner.id())
                .bind(11, now)
                .bind(12, status.ended() ? now : null)
                .bind(13, Column.cut(message, 10_000))
                .bind(14, json.text(Recap.EMPTY))
                .bind(15, run.resumes().orElse(null))
                .bind(16, texts.fresh())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one();
        sources(handle, id, run.sources(), sources);
        if (status.ended()) {
            Sizes.ended(handle, id);
        }
        if (run.schedule().isPresent() && run.scheduledAt().isPresent()) {
            String result = status == RunStatus.QUEUED ? "begun" : status.word();
            ScheduleStore.becomes(
                    handle,
                    owner.id(),
                    new FireRow(run.schedule().get(), run.scheduledAt().get(), result, message, Optional.of(id), now));
        }
        return id;
    }

    private static void sources(Handle handle, long id, List<NewRun.Source> sources, List<String> kept) {
        for (int i = 0; i < kept.size(); i++) {
            handle.execute(
                    "insert into run_source (run, position, file, sha256) values (?, ?, ?, ?)",
                    id,
                    i,
                    sources.get(i).file(),
                    kept.get(i));
        }
    }

    /**
     * A run that was claimed.
     *
     * @param run its number
     * @param epoch under which it may be written
     */
    public record Claim(long run, long epoch) {}

    /**
     * Claims a queued run: from here on it is running, and every earlier epoch is over.
     *
     * @throws EventLogException when it is not queued (any more)
     */
    public Claim claim(long run) {
        return jdbi.inTransaction(handle -> {
            int claimed = handle.execute(
                    "update run set status = 'running', owner_id = ?, epoch = epoch + 1, started_at = ?"
                            + " where id = ? and status = 'queued'",
                    owner.id(),
                    time.now(),
                    run);
            if (claimed == 0) {
                throw new EventLogException("run " + run + " is not queued; it cannot be started", null);
            }
            return new Claim(run, epoch(handle, run));
        });
    }

    private static long epoch(Handle handle, long run) {
        return handle.select("select epoch from run where id = ?", run)
                .mapTo(long.class)
                .one();
    }

    /**
     * The log of a claimed run; one per claim.
     *
     * @throws EventLogException when the epoch is over
     */
    public EventLog logFor(long run, long epoch) {
        return jdbi.withHandle(handle -> handle.select(
                        "select last_event from run where id = ? and epoch = ? and status = 'running'", run, epoch)
                .mapTo(long.class)
                .findOne()
                .map(last ->
                        (EventLog) new RunLog(new RunLog.Place(run, epoch, last), writer, owner.sure(), json, time))
                .orElseThrow(() -> new EventLogException("run " + run + " is not running in epoch " + epoch, null)));
    }

    /**
     * Takes a running run over (or away from an owner that no longer answers): its epoch is over at once, and whoever
     * still writes under it gets an {@link EventLogException}.
     *
     * @throws EventLogException when it is not running
     */
    public Claim takeOver(long run) {
        return jdbi.inTransaction(handle -> {
            int taken = handle.execute(
                    "update run set owner_id = ?, epoch = epoch + 1 where id = ? and status = 'running'",
                    owner.id(),
                    run);
            if (taken == 0) {
                throw new EventLogException("run " + run + " is not running; it cannot be taken over", null);
            }
            return new Claim(run, epoch(handle, run));
        });
    }

    /**
     * Ends a run that has not begun.
     *
     * @param reason one sentence, as "cancelled by anna before it began"
     * @return false where it is no longer queued
     */
    public boolean cancelQueued(long run, String reason) {
        return Clash.again(() -> jdbi.inTransaction(handle -> {
            int cancelled = handle.execute(
                    "update run set status = 'cancelled', exit_code = 99, message = ?, finished_at = ?"
                            + " where id = ? and status = 'queued'",
                    reason,
                    time.now(),
                    run);
            if (cancelled == 1) {
                Sizes.ended(handle, run);
            }
            return cancelled == 1;
        }));
    }

    /** Runs that have not ended and are other processes', oldest first. */
    public List<Long> elsewhere() {
        return jdbi.withHandle(handle -> handle.select(
                        "select id from run where status in ('queued', 'running') and owner_id <> ? order by id",
                        owner.id())
                .mapTo(long.class)
                .list());
    }

    /** Runs of a schedule that have not ended, oldest first. */
    public List<Long> active(String schedule) {
        return jdbi.withHandle(handle -> handle.select(
                        "select id from run where schedule_name = ? and status in ('queued', 'running') order by id",
                        schedule)
                .mapTo(long.class)
                .list());
    }

    /** The run or the missed row of a fire, if there is one. */
    public Optional<Long> ofFire(String schedule, Instant fire) {
        return jdbi.withHandle(handle -> handle.select(
                        "select max(id) from run where schedule_name = ? and scheduled_at = ?", schedule, fire)
                .mapTo(Long.class)
                .findOne());
    }

    /** Tells whoever listens to a run that its work is over here; without a last event it has broken off. */
    public void nothingFollows(long run) {
        over.add(run);
        subscriptions.nothingFollows(run);
    }

    /** Its end was written past its log, since its server is no more: whoever listens here reads it. */
    void ended(long run) {
        subscriptions.look(run);
    }

    /**
     * Follows a run: everything after an event, then what happens, until its end or a close.
     *
     * @param run whose
     * @param after the last event already seen; 0: none
     * @param listener hears events after their commit, on a thread of its own
     */
    public Subscription subscribe(long run, long after, Subscription.Listener listener) {
        return subscriptions.subscribe(run, after, listener);
    }

    /**
     * Looks after those whose work is over here: what has no end of its own yet has broken off.
     *
     * @param end ends one of this owner; where it fails, that is tried again at the next look
     */
    void settle(BiConsumer<Long, String> end) {
        over.forEach(run -> {
            end.accept(run, owner.id());
            over.remove(run);
        });
    }

    /** Writes what is there; appends fail from here on. */
    void close() {
        writer.close();
    }

    /** How long the steps of power plans took. */
    public Durations durations() {
        return new Durations(jdbi);
    }
}

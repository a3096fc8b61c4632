package dev.steward.runner.store;

import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.store.server.Servers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The rows of schedules and of what became of their fires; what they mean is known in the package of schedules. Several
 * servers may work on them: a fire is handed out to one, and only that one records what became of it.
 */
public final class ScheduleStore {

    private static final RowMapper<ScheduleRow> ROWS = (row, context) -> new ScheduleRow(
            row.getString("name"),
            row.getString("definition"),
            row.getBoolean("from_file"),
            Optional.ofNullable(row.getString("paused_by")),
            Column.instant(row, "paused_at"),
            Column.at(row, "considered"),
            Column.instant(row, "next_fire"),
            Column.instant(row, "last_fire"),
            Optional.ofNullable(row.getObject("last_run", Long.class)));

    private static final RowMapper<FireRow> FIRES = (row, context) -> new FireRow(
            row.getString("schedule_name"),
            Column.at(row, "fire_at"),
            row.getString("result"),
            row.getString("reason"),
            Optional.ofNullable(row.getObject("run", Long.class)),
            Column.at(row, "decided_at"));

    /** Handed out to somebody who can no longer make anything of it: an ended server, or one from before they had names. */
    private static final String LEFT = " result = 'pending' and (owner_id is null and runner is null or owner_id <> :me"
            + " and owner_id not in (" + Servers.LIVING + "))";

    private final Jdbi jdbi;
    private final String me;

    /** @param me the server that fires are handed out to here */
    ScheduleStore(Jdbi jdbi, String me) {
        this.jdbi = jdbi;
        this.me = me;
    }

    /**
     * A schedule as kept.
     *
     * @param name unique
     * @param definition JSON
     * @param fromFile defined in steward.yml
     * @param pausedBy who paused it; empty: it is not paused
     * @param pausedAt when
     * @param considered every fire up to here was decided on
     * @param nextFire the next; empty: none
     * @param lastFire the last that began a run
     * @param lastRun that run
     */
    public record ScheduleRow(
            String name,
            String definition,
            boolean fromFile,
            Optional<String> pausedBy,
            Optional<Instant> pausedAt,
            Instant considered,
            Optional<Instant> nextFire,
            Optional<Instant> lastFire,
            Optional<Long> lastRun) {}

    /**
     * What became of a fire.
     *
     * @param schedule its name
     * @param at the time it was due
     * @param result "pending", "begun", "missed", "refused" or "held"
     * @param reason why it was missed or refused; else empty
     * @param run the run or the missed row
     * @param decided when this was decided
     */
    public record FireRow(
            String schedule, Instant at, String result, String reason, Optional<Long> run, Instant decided) {}

    /** All schedules by name. */
    public List<ScheduleRow> all() {
        return jdbi.withHandle(handle ->
                handle.select("select * from schedule order by name").map(ROWS).list());
    }

    /** One schedule. */
    public Optional<ScheduleRow> find(String name) {
        return jdbi.withHandle(handle -> handle.select("select * from schedule where name = ?", name)
                .map(ROWS)
                .findOne());
    }

    /** Adds or changes a definition; a new one considers nothing before {@code considered}. */
    public void define(String name, String definition, boolean fromFile, Instant considered) {
        Clash.again(() -> jdbi.inTransaction(handle -> {
            int known = handle.execute(
                    "update schedule set definition = ?, from_file = ? where name = ?", definition, fromFile, name);
            return known > 0
                    ? known
                    : handle.execute(
                            "insert into schedule (name, definition, from_file, considered) values (?, ?, ?, ?)",
                            name,
                            definition,
                            fromFile,
                            considered);
        }));
    }

    /** Removes a schedule; what became of its fires stays. */
    public boolean remove(String name) {
        return jdbi.withHandle(handle -> handle.execute("delete from schedule where name = ?", name)) == 1;
    }

    /** Pauses. */
    public void pause(String name, String by, Instant at) {
        jdbi.useHandle(handle ->
                handle.execute("update schedule set paused_by = ?, paused_at = ? where name = ?", by, at, name));
    }

    /** Ends a pause. */
    public void resume(String name) {
        jdbi.useHandle(handle ->
                handle.execute("update schedule set paused_by = null, paused_at = null where name = ?", name));
    }

    /**
     * How far a schedule is decided on.
     *
     * @param from up to here it was, as {@link ScheduleRow#considered} said
     * @param until up to here it is now
     * @param next the next fire after that; empty: none
     */
    public record Span(Instant from, Instant until, Optional<Instant> next) {}

    /**
     * Records that every fire of a span was decided on, and hands those out that something is to become of.
     *
     * @param fires each with the reason why it is missed; an empty one begins a run
     * @return the fires that were not handed out before: each is handed out once, whatever happens afterwards; empty where
     *     another server decided on some of the span meanwhile, and nothing was recorded
     */
    public Optional<List<Instant>> consider(String name, Span span, Map<Instant, String> fires) {
        return jdbi.inTransaction(handle -> {
            int ours = handle.execute(
                    "update schedule set considered = ?, next_fire = ? where name = ? and considered = ?",
                    span.until(),
                    span.next().orElse(null),
                    name,
                    span.from());
            if (ours == 0) {
                return Optional.empty();
            }
            List<Instant> fresh = fires.keySet().stream()
                    .filter(at -> isNew(handle, name, at))
                    .toList();
            fresh.forEach(at -> handle.execute(
                    "insert into schedule_fire (schedule_name, fire_at, result, reason, decided_at, owner_id)"
                            + " values (?, ?, 'pending', ?, ?, ?)",
                    name,
                    at,
                    fires.get(at),
                    span.until(),
                    me));
            return Optional.of(fresh);
        });
    }

    private static boolean isNew(Handle handle, String name, Instant at) {
        return handle.select("select count(*) from schedule_fire where schedule_name = ? and fire_at = ?", name, at)
                        .mapTo(int.class)
                        .one()
                == 0;
    }

    /** Records otherwise what became of a fire. */
    public void decided(FireRow fire) {
        jdbi.useTransaction(handle -> {
            int known = handle.execute(
                    "update schedule_fire set result = ?, reason = ?, run = ?, decided_at = ?"
                            + " where schedule_name = ? and fire_at = ?",
                    fire.result(),
                    fire.reason(),
                    fire.run().orElse(null),
                    fire.decided(),
                    fire.schedule(),
                    fire.at());
            if (known == 0) {
                handle.execute(
                        "insert into schedule_fire (schedule_name, fire_at, result, reason, run, decided_at, owner_id)"
                                + " values (?, ?, ?, ?, ?, ?, ?)",
                        fire.schedule(),
                        fire.at(),
                        fire.result(),
                        fire.reason(),
                        fire.run().orElse(null),
                        fire.decided(),
                        me);
            }
            if (fire.result().equals("begun")) {
                last(handle, fire);
            }
        });
    }

    private static void last(Handle handle, FireRow fire) {
        handle.execute(
                "update schedule set last_fire = ?, last_run = ? where name = ?",
                fire.at(),
                fire.run().orElse(null),
                fire.schedule());
    }

    /** Nobody else makes anything of this fire any more: another server took it over, or did so already. */
    public static final class FireTaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FireTaken(String schedule, Instant at) {
            super("another server took the fire of " + schedule + " at " + at + " over");
        }
    }

    /**
     * Records what became of a fire in the transaction that makes the row of its run, so that a fire never has two, whoever
     * sleeps in between for how long. A fire that was never handed out has no row here, and none is made.
     *
     * @param me who makes the row
     * @throws FireTaken when the fire is not in its hands (any more)
     */
    static void becomes(Handle handle, String me, FireRow fire) {
        int ours = handle.execute(
                "update schedule_fire set result = ?, reason = ?, run = ?, decided_at = ?"
                        + " where schedule_name = ? and fire_at = ? and result = 'pending' and owner_id = ?",
                fire.result(),
                fire.reason(),
                fire.run().orElse(null),
                fire.decided(),
                fire.schedule(),
                fire.at(),
                me);
        if (ours == 0 && !isNew(handle, fire.schedule(), fire.at())) {
            throw new FireTaken(fire.schedule(), fire.at());
        }
        if (ours == 1 && fire.result().equals("begun")) {
            last(handle, fire);
        }
    }

    /** Fires that were handed out to this server and of which nothing more is known. */
    public List<FireRow> mine() {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from schedule_fire where result = 'pending' and owner_id = ?"
                                + " order by schedule_name, fire_at",
                        me)
                .map(FIRES)
                .list());
    }

    /** Takes over what was handed out to servers that have ended since, and nothing became of; of several servers one gets a fire. */
    public List<FireRow> takeOver() {
        List<FireRow> left = jdbi.withHandle(handle -> handle.createQuery(
                        "select * from schedule_fire where" + LEFT + " order by schedule_name, fire_at")
                .bind("me", me)
                .map(FIRES)
                .list());
        return left.stream().filter(fire -> take(fire, LEFT, "")).toList();
    }

    /** Leaves a fire of this server's to one that has these labels; any other may take it where there are none. */
    public void leave(String schedule, Instant at, List<String> labels) {
        jdbi.useHandle(handle -> handle.execute(
                "update schedule_fire set owner_id = null, runner = ? where schedule_name = ? and fire_at = ?"
                        + " and result = 'pending' and owner_id = ?",
                String.join(",", labels),
                schedule,
                at,
                me));
    }

    /**
     * A fire that some server left to another.
     *
     * @param labels that one must have; empty: any may take it
     */
    public record Waiting(FireRow fire, List<String> labels) {}

    /** The fires that were left and not taken, oldest first. */
    public List<Waiting> waiting() {
        return jdbi.withHandle(
                handle -> handle.select("select * from schedule_fire where result = 'pending' and owner_id is null"
                                + " and runner is not null order by schedule_name, fire_at")
                        .map((row, context) -> {
                            String labels = row.getString("runner");
                            return new Waiting(
                                    FIRES.map(row, context), labels.isEmpty() ? List.of() : List.of(labels.split(",")));
                        })
                        .list());
    }

    /** Takes a fire that was left; false: another server did. */
    public boolean take(Waiting left) {
        return take(left.fire(), " result = 'pending' and owner_id is null", "");
    }

    /**
     * Takes a held fire, to make something of it now.
     *
     * @return false where another server did
     */
    public boolean release(FireRow held) {
        return take(held, " result = 'held'", ", result = 'pending', reason = ''");
    }

    private boolean take(FireRow fire, String where, String and) {
        return jdbi.withHandle(handle -> handle.createUpdate("update schedule_fire set owner_id = :me" + and
                                + " where schedule_name = :schedule and fire_at = :at and" + where)
                        .bind("me", me)
                        .bind("schedule", fire.schedule())
                        .bind("at", fire.at())
                        .execute())
                == 1;
    }

    /** The earliest fire before another one that some other server is about to make something of. */
    public Optional<Instant> elsewhere(String name, Instant before) {
        return jdbi.withHandle(handle -> handle.select(
                        "select min(fire_at) from schedule_fire where schedule_name = ? and fire_at < ?"
                                + " and result = 'pending' and reason = '' and owner_id <> ?",
                        name,
                        before,
                        me)
                .mapTo(Instant.class)
                .findOne());
    }

    /** Schedules that have a fire by then, or whose next one was never reckoned. */
    public List<String> due(Instant by) {
        return jdbi.withHandle(handle -> handle.select(
                        "select name from schedule where next_fire is null or next_fire <= ? order by name", by)
                .mapTo(String.class)
                .list());
    }

    /** The fires that this server held, or one that has ended, oldest first: the power of others may still be out. */
    public List<FireRow> held() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from schedule_fire where result = 'held' and (owner_id is null or owner_id = :me"
                                + " or owner_id not in (" + Servers.LIVING + "))"
                                + " order by schedule_name, fire_at")
                .bind("me", me)
                .map(FIRES)
                .list());
    }

    /** The last fires of a schedule, newest first. */
    public List<FireRow> fires(String name, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from schedule_fire where schedule_name = ? order by fire_at desc fetch first " + limit
                                + " rows only",
                        name)
                .map(FIRES)
                .list());
    }
}

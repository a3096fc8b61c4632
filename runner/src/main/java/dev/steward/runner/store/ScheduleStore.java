package dev.steward.runner.store;

import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of schedules and of what became of their fires; what they mean is known in the package of schedules. */
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

    private final Jdbi jdbi;

    ScheduleStore(Jdbi jdbi) {
        this.jdbi = jdbi;
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
        jdbi.useTransaction(handle -> {
            int known = handle.execute(
                    "update schedule set definition = ?, from_file = ? where name = ?", definition, fromFile, name);
            if (known == 0) {
                handle.execute(
                        "insert into schedule (name, definition, from_file, considered) values (?, ?, ?, ?)",
                        name,
                        definition,
                        fromFile,
                        considered);
            }
        });
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
     * Records that every fire up to an instant was decided on, and hands those out that something is to become of.
     *
     * @param fires each with the reason why it is missed; an empty one begins a run
     * @return the fires that were not handed out before: each is handed out once, whatever happens afterwards
     */
    public List<Instant> consider(String name, Instant until, Optional<Instant> next, Map<Instant, String> fires) {
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "update schedule set considered = ?, next_fire = ? where name = ?", until, next.orElse(null), name);
            List<Instant> fresh = fires.keySet().stream()
                    .filter(at -> isNew(handle, name, at))
                    .toList();
            fresh.forEach(at -> handle.execute(
                    "insert into schedule_fire (schedule_name, fire_at, result, reason, decided_at)"
                            + " values (?, ?, 'pending', ?, ?)",
                    name,
                    at,
                    fires.get(at),
                    until));
            return fresh;
        });
    }

    private static boolean isNew(Handle handle, String name, Instant at) {
        return handle.select("select count(*) from schedule_fire where schedule_name = ? and fire_at = ?", name, at)
                        .mapTo(int.class)
                        .one()
                == 0;
    }

    /** Records what became of a fire. */
    public void decided(FireRow fire) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "delete from schedule_fire where schedule_name = ? and fire_at = ?", fire.schedule(), fire.at());
            handle.execute(
                    "insert into schedule_fire (schedule_name, fire_at, result, reason, run, decided_at)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    fire.schedule(),
                    fire.at(),
                    fire.result(),
                    fire.reason(),
                    fire.run().orElse(null),
                    fire.decided());
            if (fire.result().equals("begun")) {
                handle.execute(
                        "update schedule set last_fire = ?, last_run = ? where name = ?",
                        fire.at(),
                        fire.run().orElse(null),
                        fire.schedule());
            }
        });
    }

    /** Fires that were handed out but of which nothing more is known: the process died in between. */
    public List<FireRow> pending() {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from schedule_fire where result = 'pending'" + " order by schedule_name, fire_at")
                .map(FIRES)
                .list());
    }

    /** The fires that were held, oldest first. */
    public List<FireRow> held() {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from schedule_fire where result = 'held' order by schedule_name, fire_at")
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

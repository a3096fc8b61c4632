package dev.steward.runner.store.upid;

import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The UPIDs that were begun from here; each is on disk before anybody waits for it. */
public final class Upids implements UpidStore {

    private static final int WORDS = 2_000;
    private static final int TAIL = 10_000;

    /* A run says that one ended before its event brings the words: killed in between, the words are still to be had. */
    private static final String OPEN =
            "(ended_at is null or run is not null and exit_status = '' and action <> 'hidden by noLog')";

    private final Jdbi jdbi;
    private final Time time;

    /** Keeps them in a database. */
    public Upids(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    @Override
    public void started(String cluster, Upid upid) {
        Instant now = time.now().truncatedTo(ChronoUnit.MICROS);
        jdbi.useTransaction(handle -> insert(
                handle,
                new UpidRow(cluster, upid, Optional.empty(), upid.type(), Optional.empty(), now, Optional.empty())));
    }

    /** Writes down one whose origin is known; one that is there stays as it is. */
    public static void insert(Handle handle, UpidRow row) {
        boolean there = handle.select(
                                "select count(*) from upid where cluster = ? and upid = ?",
                                row.cluster(),
                                row.upid().text())
                        .mapTo(int.class)
                        .one()
                > 0;
        if (!there) {
            handle.execute(
                    "insert into upid (cluster, upid, run, step, host, action, page, started_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    row.cluster(),
                    row.upid().text(),
                    row.origin().map(UpidRow.Origin::run).orElse(null),
                    row.origin().map(UpidRow.Origin::step).orElse(null),
                    row.origin().map(UpidRow.Origin::host).orElse(null),
                    Column.cut(row.action(), 1_000),
                    row.page().orElse(null),
                    row.started());
        }
    }

    /** Of one that a run began the words come with the run's events, which mask secrets. */
    @Override
    public void ended(String cluster, TaskEnd end) {
        jdbi.useHandle(handle -> handle.execute(
                "update upid set ended_at = ?, result = ?, exit_status = case when run is null then ? else '' end"
                        + " where cluster = ? and upid = ? and ended_at is null",
                time.now().truncatedTo(ChronoUnit.MICROS),
                word(end),
                Column.cut(end.exitStatus(), WORDS),
                cluster,
                end.upid().text()));
    }

    /** It ended while no run waited for it any more; a task that hides its words has them hidden here too. */
    public void endedAlone(String cluster, TaskEnd end) {
        String tail = String.join("\n", end.tail());
        jdbi.useHandle(handle -> handle.execute(
                "update upid set ended_at = coalesce(ended_at, ?), result = ?,"
                        + " exit_status = case when action = 'hidden by noLog' then '' else ? end,"
                        + " tail = case when action = 'hidden by noLog' then '' else ? end"
                        + " where cluster = ? and upid = ? and " + OPEN,
                time.now().truncatedTo(ChronoUnit.MICROS),
                word(end),
                Column.cut(end.exitStatus(), WORDS),
                tail.length() <= TAIL ? tail : tail.substring(tail.length() - TAIL),
                cluster,
                end.upid().text()));
    }

    /** What a run's event says of one that is over. */
    public static void ended(Handle handle, String cluster, String upid, UpidRow.End end) {
        handle.execute(
                "update upid set ended_at = coalesce(ended_at, ?), result = ?, exit_status = ? where cluster = ?"
                        + " and upid = ?",
                end.at(),
                end.result(),
                Column.cut(end.exitStatus(), WORDS),
                cluster,
                upid);
    }

    private static String word(TaskEnd end) {
        return end.result().name().toLowerCase(Locale.ROOT);
    }

    /** Those not known to have ended, and those whose run was gone before it wrote down what PVE says; the oldest first. */
    public List<UpidRow> open() {
        return rows(OPEN);
    }

    /** Those of a run, in the order they began. */
    public List<UpidRow> of(long run) {
        return rows("run = ?", run);
    }

    /** Those of one task on one host. */
    public List<UpidRow> of(long run, String step, String host) {
        return rows("run = ? and step = ? and host = ?", run, step, host);
    }

    /** The last ones that runs began for a host, the newest first. */
    public List<UpidRow> ofHost(String host, int most) {
        List<UpidRow> rows = rows(
                "host = ? and run in (select run from run_host where host = ? order by run desc limit ?)",
                host,
                host,
                most);
        List<UpidRow> newestFirst = new ArrayList<>(rows);
        Collections.reverse(newestFirst);
        return newestFirst.subList(0, Math.min(most, newestFirst.size()));
    }

    private List<UpidRow> rows(String where, Object... values) {
        return jdbi.withHandle(
                handle -> handle.select("select * from upid where " + where + " order by started_at, upid", values)
                        .map((row, context) -> row(row))
                        .list());
    }

    private static UpidRow row(ResultSet row) throws SQLException {
        long run = row.getLong("run");
        Optional<UpidRow.Origin> origin = row.wasNull()
                ? Optional.empty()
                : Optional.of(new UpidRow.Origin(run, row.getString("step"), row.getString("host")));
        return new UpidRow(
                row.getString("cluster"),
                Column.read(row, "upid", Upid::parse),
                origin,
                row.getString("action"),
                Optional.ofNullable(row.getString("page")),
                Column.at(row, "started_at"),
                Column.instant(row, "ended_at")
                        .map(at ->
                                new UpidRow.End(at, text(row, "result"), text(row, "exit_status"), text(row, "tail"))));
    }

    private static String text(ResultSet row, String column) {
        try {
            return Optional.ofNullable(row.getString(column)).orElse("");
        } catch (SQLException e) {
            throw new IllegalStateException("column " + column + " of a UPID", e);
        }
    }

    /** Forgets those of no run that ended before then; those of a run go with it. */
    public void prune(Instant oldest) {
        jdbi.useHandle(handle -> handle.execute("delete from upid where run is null and ended_at < ?", oldest));
    }
}

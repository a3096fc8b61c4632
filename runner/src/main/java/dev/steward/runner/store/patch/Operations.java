package dev.steward.runner.store.patch;

import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Package work on hosts, from the wish to the end. What happens in between is folded from the events of its run. */
public final class Operations {

    /** Without news for so long an operation counts as timed out where nothing else was said. */
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(30);

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public Operations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What somebody asks for.
     *
     * @param mode check or apply
     * @param hosts by name
     * @param asked who, and for how long
     */
    public record Wanted(String mode, List<String> hosts, Operation.Asked asked) {

        public Wanted {
            hosts = List.copyOf(hosts);
        }
    }

    /** Records what a run is to do, before the run begins: pending. */
    public void want(long run, Wanted wanted, Instant now) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("insert into patch_operation (run, host, mode, status, requested_by,"
                            + " reason, limit_seconds, created_at, message) values (?, ?, ?, 'pending', ?, ?, ?, ?,"
                            + " '')");
            for (String host : wanted.hosts()) {
                batch.add(
                        run,
                        host,
                        wanted.mode(),
                        Column.cut(wanted.asked().by(), 200),
                        Column.cut(wanted.asked().reason(), 1000),
                        wanted.asked().limit().toSeconds(),
                        now);
            }
            batch.execute();
        });
    }

    /**
     * A page, the newest run first, then by host.
     *
     * @param before only runs with a smaller number; empty: from the newest
     * @param limit rows at most; a run is never cut where it is the first of the page
     */
    public List<Operation> page(OperationFilter filter, Optional<Long> before, int limit) {
        StringBuilder sql = new StringBuilder("select * from patch_operation where run < ?");
        List<Object> values = new ArrayList<>(List.of(before.orElse(Long.MAX_VALUE)));
        filter.host().ifPresent(host -> and(sql, values, "host = ?", host));
        filter.run().ifPresent(run -> and(sql, values, "run = ?", run));
        filter.status().ifPresent(status -> and(sql, values, "status = ?", status.word()));
        filter.mode().ifPresent(mode -> and(sql, values, "mode = ?", mode));
        sql.append(" order by run desc, host fetch first ").append(limit).append(" rows only");
        return jdbi.withHandle(handle -> handle.select(sql.toString(), values.toArray())
                .map((row, context) -> operation(row))
                .list());
    }

    private static void and(StringBuilder sql, List<Object> values, String term, Object value) {
        sql.append(" and ").append(term);
        values.add(value);
    }

    /** All of a run, by host. */
    public List<Operation> of(long run) {
        return page(OperationFilter.ofRun(run), Optional.empty(), Integer.MAX_VALUE);
    }

    /** One. */
    public Optional<Operation> one(long run, String host) {
        return jdbi.withHandle(
                handle -> handle.select("select * from patch_operation where run = ? and host = ?", run, host)
                        .map((row, context) -> operation(row))
                        .findOne());
    }

    /** Those that have not ended, the oldest first. */
    public List<Operation> open() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from patch_operation where status in (<open>) order by run, host")
                .bindList("open", OperationStatus.OPEN)
                .map((row, context) -> operation(row))
                .list());
    }

    /** The latest of a host that kept a snapshot to go back to and did not go back. */
    public Optional<Operation> lastWithSnapshot(String host) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from patch_operation where host = ? and snapshot_name is not null and mode = 'apply'"
                                + " order by run desc fetch first 1 rows only",
                        host)
                .map((row, context) -> operation(row))
                .findOne());
    }

    /** The last event that was told of a host in a run; empty: none yet. */
    public Optional<Instant> lastNews(long run, String host) {
        return jdbi.withHandle(handle -> handle.select(
                        "select happened_at from run_event where id > ? and id < ? and host = ? order by id desc fetch"
                                + " first 1 rows only",
                        run << 32,
                        run + 1 << 32,
                        host)
                .map((row, context) -> Column.at(row, "happened_at"))
                .findOne());
    }

    /** Ends one that is still open: false where it has ended meanwhile. */
    public boolean end(Operation one, OperationStatus status, String message, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update patch_operation set status = ?, completed_at = ?, message = ? where run = ? and host = ?"
                                + " and status = ?",
                        status.word(),
                        now,
                        Column.cut(message, 2000),
                        one.run(),
                        one.host(),
                        one.status().word()))
                == 1;
    }

    private static Operation operation(ResultSet row) throws SQLException {
        return new Operation(
                row.getLong("run"),
                row.getString("host"),
                row.getString("mode"),
                Column.read(row, "status", OperationStatus::of),
                new Operation.Asked(
                        row.getString("requested_by"),
                        row.getString("reason"),
                        Duration.ofSeconds(row.getLong("limit_seconds"))),
                new Operation.Times(
                        Column.at(row, "created_at"),
                        Column.instant(row, "started_at"),
                        Column.instant(row, "completed_at")),
                said(row),
                new Operation.Counts(
                        PatchRows.number(row, "pending_before"),
                        PatchRows.number(row, "pending_after"),
                        PatchRows.number(row, "changed"),
                        PatchRows.millis(row, "downtime_millis")),
                new Operation.Kept(PatchRows.text(row, "snapshot_name"), PatchRows.text(row, "backup")));
    }

    private static Operation.Said said(ResultSet row) throws SQLException {
        return new Operation.Said(
                PatchRows.text(row, "step"),
                PatchRows.text(row, "stage"),
                row.getString("message"),
                PatchRows.number(row, "exit_code"),
                PatchRows.text(row, "stdout").orElse(""),
                PatchRows.text(row, "stderr").orElse(""));
    }
}

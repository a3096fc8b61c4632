package dev.steward.runner.store.patch;

import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Reboots that somebody asked for. */
public final class RebootRequests {

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public RebootRequests(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What somebody asks for.
     *
     * @param host its name in the inventory
     * @param reason for people; perhaps empty
     * @param by who asks
     * @param limit from the order to the answer of another boot
     */
    public record Wanted(String host, String reason, String by, Duration limit) {}

    /** Records what a run is to do, before the run begins. */
    public RebootRequest want(long run, Wanted wanted, Instant now) {
        long id = jdbi.inTransaction(handle -> handle.createUpdate(
                        "insert into reboot_request (host, reason, requested_by, limit_seconds, status, run, message,"
                                + " created_at) values (?, ?, ?, ?, 'sent', ?, '', ?)")
                .bind(0, wanted.host())
                .bind(1, Column.cut(wanted.reason(), 1000))
                .bind(2, Column.cut(wanted.by(), 200))
                .bind(3, wanted.limit().toSeconds())
                .bind(4, run)
                .bind(5, now)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one());
        return one(id).orElseThrow();
    }

    /** One. */
    public Optional<RebootRequest> one(long id) {
        return jdbi.withHandle(handle -> handle.select("select * from reboot_request where id = ?", id)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** One that has not ended, of a host. */
    public Optional<RebootRequest> open(String host) {
        return open().stream().filter(one -> one.host().equals(host)).findFirst();
    }

    /** Those that have not ended. */
    public List<RebootRequest> open() {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from reboot_request where status in ('sent', 'rebooting', 'handed_over') order by id")
                .map((row, context) -> row(row))
                .list());
    }

    /**
     * A page, the newest first.
     *
     * @param host only its; empty: all
     * @param before only those with a smaller number; empty: from the newest
     * @param limit rows at most
     */
    public List<RebootRequest> page(Optional<String> host, Optional<Long> before, int limit) {
        String of = host.isPresent() ? " and host = ?" : "";
        Object[] values = host.isPresent()
                ? new Object[] {before.orElse(Long.MAX_VALUE), host.get()}
                : new Object[] {before.orElse(Long.MAX_VALUE)};
        return jdbi.withHandle(handle -> handle.select(
                        "select * from reboot_request where id < ?" + of + " order by id desc fetch first " + limit
                                + " rows only",
                        values)
                .map((row, context) -> row(row))
                .list());
    }

    /** Ends one that is still open: false where it has ended meanwhile. */
    public boolean end(long id, RebootStatus status, String message, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update reboot_request set status = ?, message = ?, finished_at = ? where id = ? and status in"
                                + " ('sent', 'rebooting', 'handed_over')",
                        status.word(),
                        Column.cut(message, 2000),
                        now,
                        id))
                == 1;
    }

    /** When the last of a run ended; empty: none has. */
    public Optional<Instant> lastEnd(long run) {
        return jdbi.withHandle(handle -> handle.select("select max(finished_at) from reboot_request where run = ?", run)
                .mapTo(Instant.class)
                .findOne());
    }

    /** After the boot of the machine Steward runs on: what became of those that were handed over there. */
    public void handedBack(String host, boolean proven, String message, Instant now) {
        open().stream()
                .filter(one ->
                        one.status() == RebootStatus.HANDED_OVER && one.host().equals(host))
                .forEach(one -> end(one.id(), proven ? RebootStatus.COMPLETED : RebootStatus.FAILED, message, now));
    }

    private static RebootRequest row(ResultSet row) throws SQLException {
        return new RebootRequest(
                row.getLong("id"),
                row.getString("host"),
                row.getString("reason"),
                row.getString("requested_by"),
                Duration.ofSeconds(row.getLong("limit_seconds")),
                Column.word(row, "status", RebootStatus.class),
                PatchRows.whole(row, "run"),
                row.getString("message"),
                Column.at(row, "created_at"),
                Column.instant(row, "acked_at"),
                Column.instant(row, "finished_at"),
                PatchRows.millis(row, "downtime_millis"));
    }
}

package dev.steward.runner.store.server;

import dev.steward.runner.store.row.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The processes that work on the history, and those that did lately. What owns anything and is not among the living here is dead. */
public final class Servers {

    /** Who lives, for a condition such as {@code owner_id not in (…)}: an owner that is ended or unknown is dead. */
    public static final String LIVING = "select id from server where ended_at is null";

    /** What one that was ended still has open could commit what it began before. */
    private static final String CUT = "select count(pg_terminate_backend(a.pid)) from pg_stat_activity a join server s"
            + " on a.application_name = 'steward ' || s.id where s.ended_at is not null"
            + " and a.datname = current_database() and a.usename = current_user";

    private static final Duration KEPT = Duration.ofDays(7);

    private final Jdbi jdbi;
    private final Identity me;
    private final Optional<Lease> lease;

    /**
     * As one of them sees it.
     *
     * @param lease where there can be others, since the history is in PostgreSQL
     */
    public Servers(Jdbi jdbi, Identity me, Optional<Lease> lease) {
        this.jdbi = jdbi;
        this.me = me;
        this.lease = lease;
    }

    /** This process. */
    public Identity me() {
        return me;
    }

    /** All that are kept, those that live first, then by name. */
    public List<ServerRow> all() {
        return jdbi.withHandle(handle -> handle.select("select server.*, current_timestamp as asked_at from server"
                        + " order by case when ended_at is null then 0 else 1 end, name, started_at")
                .map((row, context) -> row(row))
                .list());
    }

    /** Those that nobody has ended. */
    public List<ServerRow> living() {
        return all().stream().filter(ServerRow::lives).toList();
    }

    /** How many runs each has at work, by its id; who has none is not in it. */
    public Map<String, Long> runsAtWork() {
        return jdbi.withHandle(handle -> handle.select(
                        "select owner_id, count(*) as runs from run where status in ('queued', 'running') group by owner_id")
                .reduceRows(new HashMap<>(), (all, row) -> {
                    all.put(row.getColumn("owner_id", String.class), row.getColumn("runs", Long.class));
                    return all;
                }));
    }

    /** Forgets those that ended long ago. */
    public void prune(Instant now) {
        jdbi.useHandle(handle -> handle.execute("delete from server where ended_at < ?", now.minus(KEPT)));
    }

    /**
     * From now on a server begins nothing new, or does again; a restart of it ends that too.
     *
     * @param id of one that lives and serves
     * @return false: there is none
     */
    public boolean drain(String id, boolean draining) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update server set draining = ? where id = ? and kind = 'serve' and ended_at is null",
                        draining,
                        id))
                == 1;
    }

    /** Whether this server begins nothing new, since somebody said so. */
    public boolean draining() {
        return jdbi.withHandle(handle -> handle.select("select draining from server where id = ?", me.id())
                .mapTo(boolean.class)
                .findOne()
                .orElse(false));
    }

    /** Whether what this id owns belongs to nobody any more: its process was ended, or was never known here. */
    public boolean dead(String id) {
        return jdbi.withHandle(
                        handle -> handle.select("select count(*) from server where id = ? and ended_at is null", id)
                                .mapTo(int.class)
                                .one())
                == 0;
    }

    /** Ends one of this machine that is known to be no more; from then on it writes nothing. */
    public void end(String id) {
        int ended = jdbi.withHandle(handle -> handle.execute(
                "update server set ended_at = current_timestamp where id = ? and host = ? and ended_at is null",
                id,
                me.host()));
        if (ended > 0) {
            cut();
        }
    }

    /** Ends those that were silent for too long; from then on they write nothing. */
    List<ServerRow> endSilent() {
        if (lease.filter(Lease::steady).isEmpty()) {
            return List.of();
        }
        List<ServerRow> silent = living().stream()
                .filter(row -> row.silence().compareTo(Lease.GIVEN_UP) > 0)
                .filter(row -> !row.id().equals(me.id()))
                .filter(this::stillSilent)
                .toList();
        // also what an ender left open that was killed in between
        cut();
        return silent;
    }

    private boolean stillSilent(ServerRow row) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update server set ended_at = current_timestamp where id = ? and beat_at = ? and ended_at is null",
                        row.id(),
                        row.beatAt()))
                == 1;
    }

    /** Takes its place where no other can be: the history is in a file, and the file is this process's. */
    public void alone() {
        jdbi.useTransaction(handle -> {
            handle.execute("update server set ended_at = current_timestamp where ended_at is null");
            begin(handle.getConnection());
        });
    }

    private void begin(Connection connection) {
        try {
            ServerRows.begin(connection, me);
        } catch (SQLException e) {
            throw new IllegalStateException("the server's row cannot be kept: " + e.getMessage(), e);
        }
    }

    private void cut() {
        if (lease.isPresent()) {
            jdbi.useHandle(handle -> handle.select(CUT).mapTo(int.class).one());
        }
    }

    private static ServerRow row(ResultSet row) throws SQLException {
        Instant beat = Column.at(row, "beat_at");
        Duration silence = Duration.between(beat, Column.at(row, "asked_at"));
        String labels = row.getString("labels");
        return new ServerRow(
                row.getString("id"),
                row.getString("name"),
                row.getString("host"),
                row.getString("version"),
                labels.isEmpty() ? List.of() : Arrays.asList(labels.split(",")),
                row.getString("kind").equals("serve"),
                Column.at(row, "started_at"),
                beat,
                silence.isNegative() ? Duration.ZERO : silence,
                row.getBoolean("draining"),
                Column.instant(row, "ended_at"));
    }
}

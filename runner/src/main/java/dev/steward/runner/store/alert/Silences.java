package dev.steward.runner.store.alert;

import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What people do not want to be told for a while. Nothing is removed before its time: what ended stays as a line of the history. */
public final class Silences {

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public Silences(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One that somebody makes; as {@link Silence}.
     *
     * @param until it holds
     */
    public record Draft(String kind, String subject, String reason, String by, Instant until) {}

    /** Keeps one. */
    public Silence add(Draft draft, Instant now) {
        long id = jdbi.inTransaction(handle -> handle.createUpdate(
                        "insert into alert_silence (kind, subject, reason, made_by, made_at, until_at)"
                                + " values (?, ?, ?, ?, ?, ?)")
                .bind(0, draft.kind())
                .bind(1, Column.cut(draft.subject(), 300))
                .bind(2, Column.cut(draft.reason(), 1000))
                .bind(3, Column.cut(draft.by(), 200))
                .bind(4, now)
                .bind(5, draft.until())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one());
        return one(id).orElseThrow();
    }

    /** One. */
    public Optional<Silence> one(long id) {
        return jdbi.withHandle(handle -> handle.select("select * from alert_silence where id = ?", id)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** Those that hold at a moment. */
    public List<Silence> holding(Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from alert_silence where ended_at is null and until_at > ? order by id", now)
                .map((row, context) -> row(row))
                .list());
    }

    /** Ends one before its time; false where it has ended. */
    public boolean end(long id, String by, Instant now) {
        return jdbi.inTransaction(handle -> handle.execute(
                        "update alert_silence set ended_at = ?, ended_by = ? where id = ? and ended_at is null"
                                + " and until_at > ?",
                        now,
                        Column.cut(by, 200),
                        id,
                        now)
                == 1);
    }

    /** Removes those that ran out before a moment. */
    public void prune(Instant before) {
        jdbi.useHandle(handle -> handle.execute("delete from alert_silence where until_at < ?", before));
    }

    private static Silence row(ResultSet row) throws SQLException {
        String endedBy = row.getString("ended_by");
        return new Silence(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("made_by"),
                Column.at(row, "made_at"),
                Column.at(row, "until_at"),
                Column.instant(row, "ended_at").map(at -> new Silence.Ended(at, endedBy)));
    }
}

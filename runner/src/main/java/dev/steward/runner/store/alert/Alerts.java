package dev.steward.runner.store.alert;

import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is and was wrong. What was committed here is told by the next process where this one dies before it told it. */
public final class Alerts {

    private static final int TITLE = 300;

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public Alerts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One that begins; as {@link Alert}. */
    public record Draft(
            String identity, String kind, String cluster, String subject, String severity, String title, String text) {}

    /** Raises one, unless one of its identity is raised already. */
    public synchronized Alert raise(Draft draft, Instant now) {
        return jdbi.inTransaction(handle -> {
            Optional<Alert> known = open(handle, draft.identity());
            return known.isPresent() ? known.get() : insert(handle, draft, now);
        });
    }

    private static Optional<Alert> open(Handle handle, String identity) {
        return handle.select("select * from alert where cleared_at is null and identity = ?", identity)
                .map((row, context) -> row(row))
                .findFirst();
    }

    private static Alert insert(Handle handle, Draft draft, Instant now) {
        long id = handle.createUpdate("insert into alert (identity, kind, cluster, subject, severity, title, content,"
                        + " raised_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, draft.identity())
                .bind(1, draft.kind())
                .bind(2, draft.cluster())
                .bind(3, draft.subject())
                .bind(4, draft.severity())
                .bind(5, title(draft.title()))
                .bind(6, draft.text())
                .bind(7, now)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one();
        return handle.select("select * from alert where id = ?", id)
                .map((row, context) -> row(row))
                .one();
    }

    /** A title as it is kept: where it is too long, cut. */
    public static String title(String said) {
        return Column.cut(said, TITLE);
    }

    /** Says how it stands now, where that is another than was said. */
    public void describe(long id, String title, String text) {
        jdbi.useHandle(handle ->
                handle.execute("update alert set title = ?, content = ? where id = ?", title(title), text, id));
    }

    /** It is over; false where it was already. */
    public boolean clear(long id, String by, Instant now) {
        return jdbi.inTransaction(handle -> handle.execute(
                        "update alert set cleared_at = ?, cleared_by = ? where id = ? and cleared_at is null",
                        now,
                        Column.cut(by, 500),
                        id)
                == 1);
    }

    /** Somebody knows of it; false where it is over. */
    public boolean acknowledge(long id, String by, String why, Instant now) {
        return jdbi.inTransaction(handle -> handle.execute(
                        "update alert set acked_at = ?, acked_by = ?, acked_why = ? where id = ? and cleared_at is null",
                        now,
                        Column.cut(by, 200),
                        Column.cut(why, 1000),
                        id)
                == 1);
    }

    /** People were told that it is. */
    public void toldRaised(long id, Instant now) {
        jdbi.useHandle(
                handle -> handle.execute("update alert set told_raised = true, reminded_at = ? where id = ?", now, id));
    }

    /** People were told that it is over, or need not be. */
    public void toldCleared(long id) {
        jdbi.useHandle(handle -> handle.execute("update alert set told_cleared = true where id = ?", id));
    }

    /** People were reminded of it. */
    public void reminded(long id, Instant now) {
        jdbi.useHandle(handle ->
                handle.execute("update alert set reminded_at = ?, reminders = reminders + 1 where id = ?", now, id));
    }

    /** What is wrong now, the oldest first. */
    public List<Alert> open() {
        return jdbi.withHandle(handle -> handle.select("select * from alert where cleared_at is null order by id")
                .map((row, context) -> row(row))
                .list());
    }

    /** What is wrong now or was, of which somebody is to be told something still. */
    public List<Alert> untold() {
        return jdbi.withHandle(handle -> handle.select("select * from alert where told_cleared = false order by id")
                .map((row, context) -> row(row))
                .list());
    }

    /** The last ones, over or not, the newest first. */
    public List<Alert> last(int most) {
        return jdbi.withHandle(
                handle -> handle.select("select * from alert order by id desc fetch first " + most + " rows only")
                        .map((row, context) -> row(row))
                        .list());
    }

    /** One. */
    public Optional<Alert> one(long id) {
        return jdbi.withHandle(handle -> handle.select("select * from alert where id = ?", id)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** Removes those that were over before a moment. */
    public void prune(Instant before) {
        jdbi.useHandle(handle -> handle.execute("delete from alert where cleared_at < ?", before));
    }

    private static Alert row(ResultSet row) throws SQLException {
        String clearedBy = row.getString("cleared_by");
        String ackedBy = row.getString("acked_by");
        String why = row.getString("acked_why");
        return new Alert(
                row.getLong("id"),
                row.getString("identity"),
                row.getString("kind"),
                row.getString("cluster"),
                row.getString("subject"),
                row.getString("severity"),
                row.getString("title"),
                row.getString("content"),
                Column.at(row, "raised_at"),
                Column.instant(row, "cleared_at").map(at -> new Alert.Cleared(at, clearedBy)),
                Column.instant(row, "acked_at").map(at -> new Alert.Acked(at, ackedBy, why)),
                new Alert.Told(
                        row.getBoolean("told_raised"),
                        row.getBoolean("told_cleared"),
                        Column.instant(row, "reminded_at"),
                        row.getInt("reminders")));
    }
}

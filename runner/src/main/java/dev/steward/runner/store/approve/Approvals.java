package dev.steward.runner.store.approve;

import dev.steward.runner.store.approve.Approval.Planned;
import dev.steward.runner.store.approve.Approval.Status;
import dev.steward.runner.store.approve.Approval.Word;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Plans that wait for another person's word. Each step is one statement that looks at where it stood: of two, one wins. */
public final class Approvals {

    private static final int LONGEST = 1_000;

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public Approvals(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Keeps one that waits.
     *
     * @param checkRun the run in check mode that says what it would change; empty: there is none
     * @return its number
     */
    public long add(Planned plan, Word asked, Instant expires, Optional<Long> checkRun) {
        return jdbi.inTransaction(handle -> handle.createUpdate("insert into approval (playbook, file, options, marks,"
                        + " digest, hosts, why, asked_by, asked_at, expires_at, check_run, status)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')")
                .bind(0, Column.cut(plan.playbook(), 300))
                .bind(1, plan.file())
                .bind(2, plan.options())
                .bind(3, plan.marks())
                .bind(4, plan.digest())
                .bind(5, plan.hosts())
                .bind(6, Column.cut(asked.why(), LONGEST))
                .bind(7, Column.cut(asked.by(), 200))
                .bind(8, asked.at())
                .bind(9, expires)
                .bind(10, checkRun.orElse(null))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one());
    }

    /** One. */
    public Optional<Approval> one(long id) {
        return jdbi.withHandle(handle -> handle.select("select * from approval where id = ?", id)
                .map((row, context) -> row(row))
                .findOne());
    }

    /**
     * The newest.
     *
     * @param before only those with a smaller number; 0: from the newest on
     * @param most so many
     */
    public List<Approval> newest(long before, int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from approval where (? = 0 or id < ?) order by id desc limit ?", before, before, most)
                .map((row, context) -> row(row))
                .list());
    }

    /** How many wait at a moment for somebody's word. */
    public int waiting(Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                        "select count(*) from approval where status = 'waiting' and expires_at > ?", now)
                .mapTo(int.class)
                .one());
    }

    /**
     * Approves one that waits; false where it does not.
     *
     * @param said what its check run said, as JSON; empty: it has none
     */
    public boolean approve(long id, Word word, Optional<String> said) {
        return changed(
                "update approval set status = 'approved', decided_by = ?, decided_at = ?, decided_why = ?, said = ?"
                        + " where id = ? and status = 'waiting' and expires_at > ?",
                Column.cut(word.by(), 200),
                word.at(),
                Column.cut(word.why(), LONGEST),
                said.orElse(null),
                id,
                word.at());
    }

    /** Rejects one that waits or is approved; false where it is neither. */
    public boolean reject(long id, Word word) {
        return changed(
                "update approval set status = 'rejected', decided_by = ?, decided_at = ?, decided_why = ?"
                        + " where id = ? and status in ('waiting', 'approved') and expires_at > ?",
                Column.cut(word.by(), 200),
                word.at(),
                Column.cut(word.why(), LONGEST),
                id,
                word.at());
    }

    /** Takes an approved one in hand; false where another did, or it is not approved any more. */
    public boolean applying(long id, Word word) {
        return changed(
                "update approval set status = 'applying', applied_by = ?, applied_at = ?, refusal = null"
                        + " where id = ? and status = 'approved' and expires_at > ?",
                Column.cut(word.by(), 200),
                word.at(),
                id,
                word.at());
    }

    /** The run that carries it out is there, and has not begun; false where it is in nobody's hands. */
    public boolean applied(long id, long run) {
        return changed("update approval set status = 'applied', run = ? where id = ? and status = 'applying'", run, id);
    }

    /** It was not applied after all. */
    public void back(long id, String why) {
        changed(
                "update approval set status = 'approved', applied_by = null, applied_at = null, refusal = ?"
                        + " where id = ? and status = 'applying'",
                why,
                id);
    }

    /** Those that a process had in hand when it ended: nothing of them began. */
    public void settle() {
        changed("update approval set status = 'approved', applied_by = null, applied_at = null,"
                + " refusal = 'Steward ended before it began; apply it again.' where status = 'applying'");
    }

    /** Removes those that came to an end before a moment. */
    public void prune(Instant before) {
        changed("delete from approval where expires_at < ? and status <> 'applying'", before);
    }

    private boolean changed(String sql, Object... values) {
        return jdbi.inTransaction(handle -> handle.execute(sql, values) > 0);
    }

    private static Approval row(ResultSet row) throws SQLException {
        Planned plan = new Planned(
                row.getString("playbook"),
                row.getString("file"),
                row.getString("options"),
                row.getString("marks"),
                row.getString("digest"),
                row.getString("hosts"));
        Word asked = new Word(row.getString("asked_by"), Column.at(row, "asked_at"), row.getString("why"));
        return new Approval(
                row.getLong("id"),
                plan,
                asked,
                Column.at(row, "expires_at"),
                number(row, "check_run"),
                Optional.ofNullable(row.getString("said")),
                Column.read(row, "status", Status::of),
                word(row, "decided", Optional.ofNullable(row.getString("decided_why"))),
                word(row, "applied", Optional.empty()),
                number(row, "run"),
                Optional.ofNullable(row.getString("refusal")));
    }

    private static Optional<Word> word(ResultSet row, String what, Optional<String> why) throws SQLException {
        String by = row.getString(what + "_by");
        Optional<Instant> at = Column.instant(row, what + "_at");
        return at.map(then -> new Word(by, then, why.orElse("")));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }
}

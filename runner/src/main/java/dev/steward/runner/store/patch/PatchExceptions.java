package dev.steward.runner.store.patch;

import dev.steward.runner.store.patch.PatchException.Ended;
import dev.steward.runner.store.patch.PatchException.Kind;
import dev.steward.runner.store.patch.PatchException.Scope;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What people took out of the usual work. Nothing is removed: what ended or ran out stays as a line of the history. */
public final class PatchExceptions {

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public PatchExceptions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One that somebody makes.
     *
     * @param kind of what
     * @param scope what the target names
     * @param target a name; empty for all
     * @param pattern of packages; empty for reboots
     * @param reason for people
     * @param by who makes it
     * @param until it holds; empty: until somebody ends it
     */
    public record Draft(
            Kind kind, Scope scope, String target, String pattern, String reason, String by, Optional<Instant> until) {}

    /** Keeps one. */
    public PatchException add(Draft draft, Instant now) {
        long id = jdbi.inTransaction(handle -> handle.createUpdate(
                        "insert into patch_exception (kind, scope, target, pattern, reason, made_by, made_at, until_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, draft.kind().word())
                .bind(1, draft.scope().word())
                .bind(2, draft.target())
                .bind(3, draft.pattern())
                .bind(4, Column.cut(draft.reason(), 1000))
                .bind(5, Column.cut(draft.by(), 200))
                .bind(6, micros(now))
                .bind(7, draft.until().map(PatchExceptions::micros).orElse(null))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one());
        return one(draft.kind(), id).orElseThrow();
    }

    /** One of a kind. */
    public Optional<PatchException> one(Kind kind, long id) {
        return jdbi.withHandle(
                handle -> handle.select("select * from patch_exception where id = ? and kind = ?", id, kind.word())
                        .map((row, context) -> row(row))
                        .findOne());
    }

    /** All of a kind, the newest first, those that ended or ran out too. */
    public List<PatchException> all(Kind kind) {
        return jdbi.withHandle(
                handle -> handle.select("select * from patch_exception where kind = ? order by id desc", kind.word())
                        .map((row, context) -> row(row))
                        .list());
    }

    /** Those of a kind that count at a moment, the oldest first. */
    public List<PatchException> active(Kind kind, Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from patch_exception where kind = ? and ended_at is null and (until_at is null or"
                                + " until_at > ?) order by id",
                        kind.word(),
                        micros(now))
                .map((row, context) -> row(row))
                .list());
    }

    /** Ends one; false where there is none or it has ended. */
    public boolean end(Kind kind, long id, String by, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update patch_exception set ended_by = ?, ended_at = ? where id = ? and kind = ? and ended_at is"
                                + " null",
                        Column.cut(by, 200),
                        micros(now),
                        id,
                        kind.word()))
                == 1;
    }

    private static PatchException row(ResultSet row) throws SQLException {
        Optional<String> by = PatchRows.text(row, "ended_by");
        Optional<Instant> at = Column.instant(row, "ended_at");
        return new PatchException(
                row.getLong("id"),
                Column.word(row, "kind", Kind.class),
                Column.word(row, "scope", Scope.class),
                row.getString("target"),
                row.getString("pattern"),
                row.getString("reason"),
                row.getString("made_by"),
                Column.at(row, "made_at"),
                Column.instant(row, "until_at"),
                by.flatMap(who -> at.map(when -> new Ended(who, when))));
    }

    private static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}

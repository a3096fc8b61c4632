package dev.steward.runner.store.account;

import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Who changed what, from what to what, and when. It is only ever added to. */
public final class Audit {

    private static final int LONGEST = 4_000;
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");
    private static final int TARGET = 1_000;

    private final Jdbi jdbi;
    private final Time time;

    /** On a store's tables. */
    public Audit(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    /**
     * A change.
     *
     * @param who the name of an account or token, or a person's on the command line
     * @param way page, api or cli
     * @param what was done, in a few words
     * @param target to whom or what; perhaps empty
     * @param before how it was; empty: not there, or not known
     * @param after how it is since; empty: gone, or not known
     */
    public record Change(String who, String way, String what, String target, String before, String after) {}

    /** A change as it is kept: its number grows with time. */
    public record Row(long id, Instant at, Change change) {}

    /** Keeps a change. */
    public void note(Change change) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into audit (at, who, way, what, target, before_text, after_text) values (?, ?, ?, ?, ?, ?, ?)",
                time.now(),
                Column.cut(change.who(), 200),
                change.way(),
                Column.cut(change.what(), 200),
                Column.cut(change.target(), TARGET),
                Column.cut(change.before(), LONGEST),
                Column.cut(change.after(), LONGEST)));
    }

    /**
     * Which changes.
     *
     * @param who only this one's; empty: everyone's
     * @param what only where this stands in what was done, or to what, whatever its case; empty: whatever
     * @param since only from then on; empty: from the first
     * @param until only before; empty: to the last
     */
    public record Filter(String who, String what, Optional<Instant> since, Optional<Instant> until) {}

    /**
     * The newest changes of a filter.
     *
     * @param before only those with a smaller number; 0: from the newest on
     * @param most so many
     */
    public List<Row> find(Filter filter, long before, int most) {
        String words = filter.what().toLowerCase(Locale.ROOT);
        String like = "%" + words.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return jdbi.withHandle(handle -> handle.select(
                        "select * from audit where (? = 0 or id < ?) and (? = '' or who = ?)"
                                + " and (lower(what) like ? escape '!' or lower(target) like ? escape '!')"
                                + " and at >= ? and at < ? order by id desc limit ?",
                        before,
                        before,
                        filter.who(),
                        filter.who(),
                        like,
                        like,
                        filter.since().orElse(FIRST),
                        filter.until().orElse(LAST),
                        most)
                .map((row, context) -> row(row))
                .list());
    }

    /**
     * The newest changes.
     *
     * @param before only those with a smaller number; 0: from the newest on
     * @param who only this one's; empty: everyone's
     * @param most so many
     */
    public List<Row> newest(long before, String who, int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from audit where (? = 0 or id < ?) and (? = '' or who = ?) order by id desc limit ?",
                        before,
                        before,
                        who,
                        who,
                        most)
                .map((row, context) -> row(row))
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                Column.at(row, "at"),
                new Change(
                        row.getString("who"),
                        row.getString("way"),
                        row.getString("what"),
                        row.getString("target"),
                        row.getString("before_text"),
                        row.getString("after_text")));
    }
}

package dev.steward.runner.store.account;

import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Who changed what, from what to what, and when. It is only ever added to. */
public final class Audit {

    private static final int LONGEST = 4_000;
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
                .map((row, context) -> new Row(
                        row.getLong("id"),
                        Column.at(row, "at"),
                        new Change(
                                row.getString("who"),
                                row.getString("way"),
                                row.getString("what"),
                                row.getString("target"),
                                row.getString("before_text"),
                                row.getString("after_text"))))
                .list());
    }
}

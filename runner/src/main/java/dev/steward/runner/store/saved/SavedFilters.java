package dev.steward.runner.store.saved;

import dev.steward.runner.time.Time;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Filters of the history that people kept under names of their own. */
public final class SavedFilters {

    /** How many one person may keep. */
    public static final int MOST = 50;

    private final Jdbi jdbi;
    private final Time time;

    /** On a store's tables. */
    public SavedFilters(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    /**
     * A kept filter.
     *
     * @param name its owner's word for it, at most 100 letters
     * @param query as in the page's address, with the leading question mark
     */
    public record Saved(String name, String query) {}

    /** Those of a person, by name. */
    public List<Saved> of(String owner) {
        return jdbi.withHandle(handle -> handle.select(
                        "select name, query from saved_filter where owner_name = ? order by lower(name), name", owner)
                .map((row, context) -> new Saved(row.getString(1), row.getString(2)))
                .list());
    }

    /**
     * Keeps one; the person's filter of that name before it goes.
     *
     * @return whether there was room
     */
    public boolean keep(String owner, Saved filter) {
        return jdbi.inTransaction(handle -> {
            handle.execute("delete from saved_filter where owner_name = ? and name = ?", owner, filter.name());
            int before = handle.select("select count(*) from saved_filter where owner_name = ?", owner)
                    .mapTo(Integer.class)
                    .one();
            if (before >= MOST) {
                handle.rollback();
                return false;
            }
            handle.execute(
                    "insert into saved_filter (owner_name, name, query, created_at) values (?, ?, ?, ?)",
                    owner,
                    filter.name(),
                    filter.query(),
                    time.now());
            return true;
        });
    }

    /** Forgets one; whether there was one. */
    public boolean forget(String owner, String name) {
        return jdbi.withHandle(handle ->
                        handle.execute("delete from saved_filter where owner_name = ? and name = ?", owner, name))
                > 0;
    }
}

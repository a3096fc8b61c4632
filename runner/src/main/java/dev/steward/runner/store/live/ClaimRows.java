package dev.steward.runner.store.live;

import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operations are under way on, for all servers on a database. What a server that has ended still holds is free. Thread-safe. */
public final class ClaimRows {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimRows.class);
    private static final int WORDS = 300;

    /** A row of this key is there already. */
    private static final String TAKEN = "23505";

    private final Jdbi jdbi;
    private final String me;
    private final Time time;
    private final Set<String> unsaid = ConcurrentHashMap.newKeySet();

    /**
     * The claims on a database.
     *
     * @param me the id of this server
     */
    public ClaimRows(Jdbi jdbi, String me, Time time) {
        this.jdbi = jdbi;
        this.me = me;
        this.time = time;
    }

    /** Takes something that this server does not hold; false: another one does. */
    public boolean take(String what, String words) {
        unsaid.stream().filter(left -> !left.equals(what)).forEach(this::release);
        try {
            jdbi.useTransaction(handle -> insert(handle, what, words));
            unsaid.remove(what);
            return true;
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException said && TAKEN.equals(said.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private void insert(Handle handle, String what, String words) {
        handle.execute(
                "delete from claim where what = ? and (holder = ?"
                        + " or holder not in (select id from server where ended_at is null))",
                what,
                me);
        handle.execute(
                "insert into claim (what, holder, words, since) values (?, ?, ?, ?)",
                what,
                me,
                Column.cut(words, WORDS),
                time.now());
    }

    /** It is free again. Where the database cannot be told, it is told before the next is taken; with this server's end it is free too. */
    public void release(String what) {
        try {
            jdbi.useHandle(handle -> handle.execute("delete from claim where what = ? and holder = ?", what, me));
            unsaid.remove(what);
        } catch (RuntimeException e) {
            unsaid.add(what);
            LOG.warn("That nothing is under way on {} any more could not be told to the other servers yet", what);
        }
    }

    /** What is under way on something on another server, and on which; empty: nothing. */
    public Optional<String> holder(String what) {
        return jdbi.withHandle(handle -> handle.select(
                        "select c.words, s.name from claim c join server s on s.id = c.holder"
                                + " where c.what = ? and c.holder <> ? and s.ended_at is null",
                        what,
                        me)
                .map((row, context) -> row.getString(1) + " on server " + row.getString(2))
                .findOne());
    }
}

package dev.steward.runner.store.live;

import dev.steward.runner.store.live.Order.Question;
import dev.steward.runner.store.live.Order.Wish;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Jdbi;

/** What is wanted of runs that are at work on other servers, and what came of it. */
public final class Orders {

    private final Jdbi jdbi;
    private final Signals signals;
    private final String me;
    private final Time time;

    /**
     * The orders of a database.
     *
     * @param me the id of this server
     */
    public Orders(Jdbi jdbi, Signals signals, String me, Time time) {
        this.jdbi = jdbi;
        this.signals = signals;
        this.me = me;
        this.time = time;
    }

    /** The name of the other server that a run is at work on; empty: on none that lives. */
    public Optional<String> elsewhere(long run) {
        return jdbi.withHandle(handle -> handle.select(
                        "select s.name from run r join server s on s.id = r.owner_id where r.id = ?"
                                + " and r.status in ('queued', 'running') and r.owner_id <> ? and s.ended_at is null",
                        run,
                        me)
                .mapTo(String.class)
                .findOne());
    }

    /** Asks; the order's number. */
    public long ask(Order order) {
        return jdbi.inTransaction(handle -> {
            long id = handle.createUpdate("insert into run_order (run, wish, step, host, asked_by, asked_at)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .bind(0, order.run())
                    .bind(1, order.wish().name().toLowerCase(Locale.ROOT))
                    .bind(2, order.question().map(Question::step).orElse(null))
                    .bind(3, order.question().map(Question::host).orElse(null))
                    .bind(4, order.by())
                    .bind(5, time.now())
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(long.class)
                    .one();
            signals.order(handle, order.run());
            return id;
        });
    }

    /** Whether there was something to be done for it; empty: the other server has not answered. */
    public Optional<Boolean> answer(long id) {
        return jdbi.withHandle(handle -> handle.select("select taken from run_order where id = ?", id)
                .mapTo(Boolean.class)
                .findOne());
    }

    /** What others want of runs of ours, oldest first. */
    public List<Order> open() {
        return jdbi.withHandle(handle -> handle.select(
                        "select o.* from run_order o join run r on r.id = o.run where o.taken_at is null"
                                + " and r.owner_id = ? and r.status in ('queued', 'running') order by o.id",
                        me)
                .map((row, context) -> order(row))
                .list());
    }

    /** What came of it. */
    public void settle(Order order, boolean taken) {
        jdbi.useTransaction(handle -> {
            handle.execute("update run_order set taken = ?, taken_at = ? where id = ?", taken, time.now(), order.id());
            signals.order(handle, order.run());
        });
    }

    /** Who is told that others want something, or have answered; returns at once. */
    public void listen(LongConsumer hearer) {
        signals.onOrder(hearer);
        signals.onMissed(() -> hearer.accept(0));
    }

    /** Removes what was asked before a moment. */
    public int prune(Instant before) {
        return jdbi.withHandle(handle -> handle.execute("delete from run_order where asked_at < ?", before));
    }

    private static Order order(ResultSet row) throws SQLException {
        Optional<Question> question = Optional.empty();
        if (row.getString("step") != null) {
            question = Optional.of(new Question(row.getString("step"), row.getString("host")));
        }
        return new Order(
                row.getLong("id"),
                row.getLong("run"),
                Column.word(row, "wish", Wish.class),
                question,
                row.getString("asked_by"));
    }
}

package dev.steward.runner.store.outbox;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.store.outbox.Posted.Delivered;
import dev.steward.runner.store.outbox.Posted.State;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Notices on their way. A notice is committed here, together with the mark that its cause was considered, before anybody
 * tries to send it: a process that dies in between loses none and raises none twice.
 */
public final class Outbox {

    private static final int MESSAGE = 2000;

    private final Jdbi jdbi;

    /** The outbox of a database that holds its tables. */
    public Outbox(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The oldest runs that have ended and were not considered yet. */
    public List<Long> unconsidered(int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select id from run where noticed = false and status not in ('queued', 'running')"
                                + " order by id fetch first " + most + " rows only")
                .mapTo(long.class)
                .list());
    }

    /**
     * Considers the end of a run: marks it, and takes the notice if there is one, in one transaction.
     *
     * @param channels it goes to
     */
    public void consider(long run, Optional<Notice> notice, Collection<String> channels) {
        jdbi.useTransaction(handle -> {
            handle.execute("update run set noticed = true where id = ?", run);
            notice.ifPresent(one -> insert(handle, one, channels));
        });
    }

    /** Whether the end of a run was considered. */
    public boolean considered(long run) {
        return jdbi.withHandle(handle -> handle.select("select noticed from run where id = ?", run)
                .mapTo(boolean.class)
                .findOne()
                .orElse(true));
    }

    /** Takes a notice that is about no run. */
    public void add(Notice notice, Collection<String> channels) {
        add(notice, channels, notice.at());
    }

    /** The same for one that is not due before a moment. */
    public void add(Notice notice, Collection<String> channels, Instant due) {
        jdbi.useTransaction(handle -> insert(handle, notice, channels, due));
    }

    /** Takes a notice unless its key is known. */
    static void insert(Handle handle, Notice notice, Collection<String> channels) {
        insert(handle, notice, channels, notice.at());
    }

    private static void insert(Handle handle, Notice notice, Collection<String> channels, Instant due) {
        int known = handle.select("select count(*) from notice where notice_key = ?", notice.key())
                .mapTo(int.class)
                .one();
        if (known > 0) {
            return;
        }
        long id = handle.createUpdate("insert into notice (notice_key, kind, severity, about, title, content, link,"
                        + " raised_at, run) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(0, notice.key())
                .bind(1, notice.kind().toString())
                .bind(2, notice.severity().toString())
                .bind(3, notice.about())
                .bind(4, notice.title())
                .bind(5, notice.text())
                .bind(6, notice.link().orElse(null))
                .bind(7, notice.at())
                .bind(8, notice.run().orElse(null))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one();
        for (String channel : channels) {
            handle.execute(
                    "insert into notice_delivery (notice, channel, state, attempts, next_at, changed_at, message)"
                            + " values (?, ?, ?, 0, ?, ?, '')",
                    id,
                    channel,
                    State.WAITING.word(),
                    due,
                    notice.at());
        }
    }

    /** The deliveries of a channel that are due, the least tried first. */
    public List<Posted> due(String channel, Instant now, int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select n.* from notice n join notice_delivery d on d.notice = n.id where d.state = ?"
                                + " and d.channel = ? and d.next_at <= ? order by d.attempts, n.id fetch first " + most
                                + " rows only",
                        State.WAITING.word(),
                        channel,
                        now)
                .map((row, context) -> posted(handle, row))
                .list());
    }

    /** All that waits for a channel, due or not, the oldest first. */
    public List<Posted> waiting(String channel, int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select n.* from notice n join notice_delivery d on d.notice = n.id where d.state = ?"
                                + " and d.channel = ? order by n.id fetch first " + most + " rows only",
                        State.WAITING.word(),
                        channel)
                .map((row, context) -> posted(handle, row))
                .list());
    }

    /** What became of a try. */
    public void settle(long notice, Delivered now) {
        jdbi.useHandle(handle -> handle.execute(
                "update notice_delivery set state = ?, attempts = ?, next_at = ?, changed_at = ?, message = ?"
                        + " where notice = ? and channel = ?",
                now.state().word(),
                now.attempts(),
                now.next(),
                now.changed(),
                Column.cut(now.message(), MESSAGE),
                notice,
                now.channel()));
    }

    /** Nothing of a channel is tried before this moment: it does not answer. */
    public void postpone(String channel, Instant until) {
        jdbi.useHandle(handle -> handle.execute(
                "update notice_delivery set next_at = ? where state = ? and channel = ? and next_at < ?",
                until,
                State.WAITING.word(),
                channel,
                until));
    }

    /** What waits for a channel is due now: it answers again. */
    public void hurry(String channel, Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "update notice_delivery set next_at = ? where state = ? and channel = ? and next_at > ?",
                now,
                State.WAITING.word(),
                channel,
                now));
    }

    /** Gives up what waits for a channel that is not there (any more) and was raised before a moment. */
    public void abandon(Collection<String> channels, Instant before, Instant now) {
        List<Posted> old = jdbi.withHandle(handle -> handle.select(
                        "select n.* from notice n where n.raised_at < ? and exists (select 1 from notice_delivery d"
                                + " where d.notice = n.id and d.state = ?) order by n.id fetch first 100 rows only",
                        before,
                        State.WAITING.word())
                .map((row, context) -> posted(handle, row))
                .list());
        old.forEach(posted -> posted.deliveries().stream()
                .filter(one -> one.state() == State.WAITING && !channels.contains(one.channel()))
                .forEach(one -> settle(
                        posted.id(),
                        new Delivered(
                                one.channel(),
                                State.GIVEN_UP,
                                one.attempts(),
                                now,
                                now,
                                "no channel of this name is configured"))));
    }

    /** The last notice about something that is of one of these kinds. */
    public Optional<Notice> lastAbout(String about, Collection<Notice.Kind> kinds) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from notice where about = :about and kind in"
                        + " (<kinds>) order by id desc fetch first 1 rows only")
                .bind("about", about)
                .bindList("kinds", kinds.stream().map(Object::toString).toList())
                .map((row, context) -> notice(row))
                .findFirst());
    }

    /** The newest notices, newest first. */
    public List<Posted> last(int most) {
        return jdbi.withHandle(
                handle -> handle.select("select * from notice order by id desc fetch first " + most + " rows only")
                        .map((row, context) -> posted(handle, row))
                        .list());
    }

    /** The newest notices of some kinds, newest first. */
    public List<Posted> ofKinds(Collection<String> kinds, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from notice where kind in (<kinds>)"
                        + " order by id desc fetch first " + most + " rows only")
                .bindList("kinds", List.copyOf(kinds))
                .map((row, context) -> posted(handle, row))
                .list());
    }

    /** The notice of a key. */
    public Optional<Posted> find(String key) {
        return jdbi.withHandle(handle -> handle.select("select * from notice where notice_key = ?", key)
                .map((row, context) -> posted(handle, row))
                .findFirst());
    }

    /** Removes notices that were raised before a moment; how many. */
    public int prune(Instant before) {
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "delete from notice_delivery where notice in (select id from notice where raised_at < ?)", before);
            return handle.execute("delete from notice where raised_at < ?", before);
        });
    }

    private static Posted posted(Handle handle, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        return new Posted(id, notice(row), deliveries(handle, id));
    }

    private static List<Delivered> deliveries(Handle handle, long notice) {
        return handle.select("select * from notice_delivery where notice = ? order by channel", notice)
                .map((row, context) -> new Delivered(
                        row.getString("channel"),
                        Column.read(row, "state", State::of),
                        row.getInt("attempts"),
                        Column.at(row, "next_at"),
                        Column.at(row, "changed_at"),
                        row.getString("message")))
                .list();
    }

    private static Notice notice(ResultSet row) throws SQLException {
        long run = row.getLong("run");
        return new Notice(
                row.getString("notice_key"),
                Column.read(row, "kind", Notice.Kind::of),
                Column.word(row, "severity", Notice.Severity.class),
                row.getString("about"),
                row.getString("title"),
                row.getString("content"),
                Optional.ofNullable(row.getString("link")),
                Column.at(row, "raised_at"),
                run == 0 ? Optional.empty() : Optional.of(run));
    }
}

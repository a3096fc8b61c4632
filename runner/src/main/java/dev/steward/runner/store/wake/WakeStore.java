package dev.steward.runner.store.wake;

import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What guests that sleep and wake were brought to, and the links that wake them. */
public final class WakeStore {

    private static final int WORDS = 2_000;

    private final Jdbi jdbi;

    /** Keeps them in a database. */
    public WakeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What one was last brought to.
     *
     * @param state in a word
     * @param words for people
     */
    public record StateRow(String state, Instant since, String words) {}

    /**
     * A link; its text is not kept.
     *
     * @param revoked when it was withdrawn; empty: it holds until it expires
     */
    public record LinkRow(
            String id, String name, String madeBy, Instant madeAt, Instant expires, Optional<Instant> revoked) {}

    /** What one was last brought to. */
    public Optional<StateRow> state(String name) {
        return jdbi.withHandle(
                handle -> handle.select("select state, since, words from wake_state where name = ?", name)
                        .map((row, context) ->
                                new StateRow(row.getString("state"), Column.at(row, "since"), row.getString("words")))
                        .findOne());
    }

    /** Keeps what one was brought to. */
    public void put(String name, StateRow state) {
        String words = state.words().length() > WORDS ? state.words().substring(0, WORDS) : state.words();
        Clash.again(() -> jdbi.inTransaction(handle -> {
            int known = handle.execute(
                    "update wake_state set state = ?, since = ?, words = ? where name = ?",
                    state.state(),
                    micros(state.since()),
                    words,
                    name);
            return known > 0
                    || handle.execute(
                                    "insert into wake_state (name, state, since, words) values (?, ?, ?, ?)",
                                    name,
                                    state.state(),
                                    micros(state.since()),
                                    words)
                            > 0;
        }));
    }

    /** Keeps a link. */
    public void add(LinkRow link) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into wake_link (id, name, made_by, made_at, expires_at) values (?, ?, ?, ?, ?)",
                link.id(),
                link.name(),
                link.madeBy(),
                micros(link.madeAt()),
                micros(link.expires())));
    }

    /** A link by its id. */
    public Optional<LinkRow> link(String id) {
        return jdbi.withHandle(handle -> handle.select("select * from wake_link where id = ?", id)
                .map((row, context) -> link(row))
                .findOne());
    }

    /** The links of one that still hold, the newest first. */
    public List<LinkRow> links(String name, Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from wake_link where name = ? and revoked_at is null and expires_at > ? order by"
                                + " made_at desc",
                        name,
                        micros(now))
                .map((row, context) -> link(row))
                .list());
    }

    /** Withdraws all links of one; how many held. */
    public int revoke(String name, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                "update wake_link set revoked_at = ? where name = ? and revoked_at is null and expires_at > ?",
                micros(now),
                name,
                micros(now)));
    }

    /** Withdraws all links of all; how many held. */
    public int revokeAll(Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                "update wake_link set revoked_at = ? where revoked_at is null and expires_at > ?",
                micros(now),
                micros(now)));
    }

    private static LinkRow link(ResultSet row) throws SQLException {
        return new LinkRow(
                row.getString("id"),
                row.getString("name"),
                row.getString("made_by"),
                Column.at(row, "made_at"),
                Column.at(row, "expires_at"),
                Column.instant(row, "revoked_at"));
    }

    private static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}

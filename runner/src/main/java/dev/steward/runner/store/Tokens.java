package dev.steward.runner.store;

import dev.steward.runner.account.PlaybookLimit;
import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** API tokens. Only their hashes come here. */
public final class Tokens {

    /** The scope of a token that opens everything but power. */
    public static final String ADMIN = "admin";

    /** The scope of a token that does what an operator may. */
    public static final String OPERATE = "operate";

    /** The scope of a token that reads, and changes nothing. */
    public static final String READ = "read";

    /** The scope of a token that reads metrics, and nothing else. */
    public static final String METRICS = "metrics";

    /** The scope of an agent's token: it tells of one node of one cluster. */
    public static final String INGEST = "ingest";

    /** The scope of a token that steers power protection, and changes nothing else. */
    public static final String POWER = "power";

    /** How often it is noted at most that a token was used. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private static final RowMapper<Token> ROWS = (row, context) -> new Token(
            row.getString("name"),
            row.getString("hash"),
            row.getString("scope"),
            row.getString("cluster_name"),
            row.getString("node_name"),
            row.getString("owner"),
            PlaybookLimit.of(row.getString("playbooks")),
            new Times(Column.at(row, "created_at"), Column.instant(row, "expires_at"), Column.instant(row, "seen_at")));

    private final Jdbi jdbi;
    private final Time time;

    Tokens(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    /**
     * A token.
     *
     * @param name unique
     * @param hash of the token's text
     * @param scope what it may do: one of the words above
     * @param cluster the only one an agent's token tells of; else empty
     * @param node the only one of that; else empty
     * @param owner the account it belongs to, and may never do more than; empty: the house's
     * @param playbooks the only ones it may begin
     * @param times when
     */
    public record Token(
            String name,
            String hash,
            String scope,
            String cluster,
            String node,
            String owner,
            PlaybookLimit playbooks,
            Times times) {

        /** One of the house without an end or a limit. */
        public static Token plain(String name, String hash, String scope, Instant created) {
            Times times = new Times(created, Optional.empty(), Optional.empty());
            return new Token(name, hash, scope, "", "", "", PlaybookLimit.NONE, times);
        }

        /** Whether it opens nothing any more. */
        public boolean over(Instant now) {
            return times.expires().filter(end -> !now.isBefore(end)).isPresent();
        }
    }

    /**
     * When things happened to a token.
     *
     * @param created when it was made
     * @param expires from when on it opens nothing; empty: never by itself
     * @param seen when it was used last, to the minute; empty: not yet
     */
    public record Times(Instant created, Optional<Instant> expires, Optional<Instant> seen) {}

    /** Adds a token, or replaces the one of the same name. */
    public void put(String name, String hash, String scope) {
        put(Token.plain(name, hash, scope, time.now()));
    }

    /** Adds an agent's token, or replaces the one of the same name. */
    public void putAgent(String name, String hash, String cluster, String node) {
        Times times = new Times(time.now(), Optional.empty(), Optional.empty());
        put(new Token(name, hash, INGEST, cluster, node, "", PlaybookLimit.NONE, times));
    }

    /** Adds a token, or replaces the one of the same name. */
    public void put(Token token) {
        Clash.again(() -> jdbi.inTransaction(handle -> {
            handle.execute("delete from token where name = ?", token.name());
            return insert(handle, token);
        }));
    }

    /**
     * Adds a token of the house where none of its scope is there, also where several servers begin at the same moment: the others find
     * what the first one made.
     *
     * @return false: there is one, and nothing was added
     */
    public boolean first(String name, String hash, String scope) {
        Token token = Token.plain(name, hash, scope, time.now());
        return Clash.again(() -> jdbi.inTransaction(handle -> {
            if (taken(handle, "scope", scope)) {
                return false;
            }
            // one that another server has made since would be told to somebody, and open nothing
            handle.execute("delete from token where name = ? and scope <> ?", name, scope);
            return insert(handle, token);
        }));
    }

    /** Adds a token; false, and nothing added, where its name is taken. */
    public boolean add(Token token) {
        return Clash.again(
                () -> jdbi.inTransaction(handle -> !taken(handle, "name", token.name()) && insert(handle, token)));
    }

    private static boolean taken(Handle handle, String column, String value) {
        return handle.select("select count(*) from token where " + column + " = ?", value)
                        .mapTo(int.class)
                        .one()
                > 0;
    }

    private static boolean insert(Handle handle, Token token) {
        int added = handle.execute(
                "insert into token (name, hash, scope, cluster_name, node_name, owner, playbooks, created_at,"
                        + " expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                token.name(),
                token.hash(),
                token.scope(),
                token.cluster(),
                token.node(),
                token.owner(),
                token.playbooks().text(),
                token.times().created(),
                token.times().expires().orElse(null));
        return added == 1;
    }

    /** A token was used; noted at most once a minute, so that reading does not become writing. */
    public void used(Token token) {
        Instant now = time.now();
        if (token.times().seen().filter(seen -> seen.isAfter(now.minus(NOTED))).isEmpty()) {
            jdbi.useHandle(handle -> handle.execute("update token set seen_at = ? where name = ?", now, token.name()));
        }
    }

    /** The token of a name. */
    public Optional<Token> find(String name) {
        return jdbi.withHandle(handle -> handle.select("select * from token where name = ?", name)
                .map(ROWS)
                .findOne());
    }

    /** The token of a hash. */
    public Optional<Token> byHash(String hash) {
        return jdbi.withHandle(handle -> handle.select("select * from token where hash = ?", hash)
                .map(ROWS)
                .findOne());
    }

    /** All tokens by name. */
    public List<Token> all() {
        return jdbi.withHandle(handle ->
                handle.select("select * from token order by name").map(ROWS).list());
    }

    /** Removes a token; false where there is none of that name. */
    public boolean remove(String name) {
        return jdbi.withHandle(handle -> handle.execute("delete from token where name = ?", name)) == 1;
    }
}

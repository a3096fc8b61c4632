package dev.steward.runner.store;

import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** API tokens. Only their hashes come here. */
public final class Tokens {

    /** The scope of a token that opens everything. */
    public static final String ADMIN = "admin";

    /** The scope of an agent's token: it tells of one node of one cluster. */
    public static final String INGEST = "ingest";

    /** The scope of a token that steers power protection, and changes nothing else. */
    public static final String POWER = "power";

    private static final RowMapper<Token> ROWS = (row, context) -> new Token(
            row.getString("name"),
            row.getString("hash"),
            row.getString("scope"),
            row.getString("cluster_name"),
            row.getString("node_name"),
            Column.at(row, "created_at"));

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
     * @param scope what it may do: {@link #ADMIN}, {@link #INGEST} or {@link #POWER}
     * @param cluster the only one an agent's token tells of; else empty
     * @param node the only one of that; else empty
     * @param created when
     */
    public record Token(String name, String hash, String scope, String cluster, String node, Instant created) {}

    /** Adds a token, or replaces the one of the same name. */
    public void put(String name, String hash, String scope) {
        put(name, hash, scope, "", "");
    }

    /** Adds an agent's token, or replaces the one of the same name. */
    public void putAgent(String name, String hash, String cluster, String node) {
        put(name, hash, INGEST, cluster, node);
    }

    private void put(String name, String hash, String scope, String cluster, String node) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from token where name = ?", name);
            handle.execute(
                    "insert into token (name, hash, scope, cluster_name, node_name, created_at) values (?, ?, ?, ?, ?, ?)",
                    name,
                    hash,
                    scope,
                    cluster,
                    node,
                    time.now());
        });
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

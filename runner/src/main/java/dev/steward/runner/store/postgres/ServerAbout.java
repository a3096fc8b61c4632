package dev.steward.runner.store.postgres;

import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.seal.Sealing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * What a PostgreSQL server says of itself and of the history on it.
 *
 * @param version of the server, as "15.8"
 * @param bytes that the database takes, all its tables and indexes
 * @param tls the version of TLS that it was asked by; empty: without
 */
public record ServerAbout(String version, long bytes, Optional<String> tls) {

    private static final String ASK = "select split_part(current_setting('server_version'), ' ', 1),"
            + " pg_database_size(current_database()),"
            + " (select s.version from pg_stat_ssl s where s.pid = pg_backend_pid() and s.ssl)";

    /**
     * Asks the server of a configuration, on a connection of its own.
     *
     * @throws dev.steward.runner.store.trouble.StoreException when it cannot be reached, or no history can be kept in it
     */
    public static ServerAbout of(StoreConfig store) {
        PostgresTrouble trouble = new PostgresTrouble(store);
        try (Connection database = Postgres.brief(store).getConnection()) {
            Fitness.check(database, trouble);
            return ask(database);
        } catch (SQLException | RuntimeException e) {
            throw trouble.opening(e);
        }
    }

    /**
     * What is sealed in the history there and cannot be opened, with the next step.
     *
     * @param seal what would open it
     * @throws dev.steward.runner.store.trouble.StoreException when it cannot be reached
     */
    public static List<String> sealTroubles(StoreConfig store, Seal seal) {
        try (Connection database = Postgres.brief(store).getConnection()) {
            return Sealing.look(Jdbi.create(database), seal);
        } catch (SQLException | RuntimeException e) {
            throw new PostgresTrouble(store).opening(e);
        }
    }

    /** Asks on a connection of a store that is open on one; empty: it did not answer. */
    public static Optional<ServerAbout> of(DataSource connections) {
        try (Connection database = connections.getConnection()) {
            return Optional.of(ask(database));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static ServerAbout ask(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(ASK)) {
            rows.next();
            return new ServerAbout(rows.getString(1), rows.getLong(2), Optional.ofNullable(rows.getString(3)));
        }
    }

    /** For people, as "PostgreSQL 15.8, 12 MiB, TLSv1.3". */
    public String words() {
        return "PostgreSQL " + version + ", " + (bytes >> 20) + " MiB, " + tls.orElse("without TLS");
    }
}

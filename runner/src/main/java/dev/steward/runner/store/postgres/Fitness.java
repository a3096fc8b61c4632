package dev.steward.runner.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a database is one that a history can be kept in. */
final class Fitness {

    private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);
    private static final int OLDEST = 13;

    private Fitness() {}

    /**
     * Looks.
     *
     * @throws dev.steward.runner.store.trouble.StoreException when it is none
     */
    static void check(Connection database, PostgresTrouble trouble) throws SQLException {
        int version = database.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw trouble.refused(
                    "is kept by PostgreSQL " + version + ", which is too old; Steward needs " + OLDEST + " or newer");
        }
        String encoding = setting(database, "server_encoding");
        if (!encoding.equals("UTF8")) {
            throw trouble.refused("keeps texts as " + encoding + "; Steward needs UTF8. Make another and name it in"
                    + " store.url: " + trouble.make());
        }
        if (setting(database, "transaction_read_only").equals("on")) {
            throw trouble.refused("is read-only, as a standby is; name the server that writes in store.url");
        }
        if (setting(database, "fsync").equals("off")) {
            LOG.warn("PostgreSQL runs with fsync off: a power cut there can cost the history; turn it on");
        }
    }

    private static String setting(Connection database, String name) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select current_setting('" + name + "')")) {
            rows.next();
            return rows.getString(1);
        }
    }
}

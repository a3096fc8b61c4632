package dev.steward.runner.store.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The row of a process's own, written on a connection that nothing else needs. */
public final class ServerRows {

    private static final String NEW = "insert into server (id, name, host, version, labels, kind, started_at, beat_at,"
            + " draining) values (?, ?, ?, ?, ?, ?, current_timestamp, current_timestamp, false)";

    private ServerRows() {}

    /** It works from now on. */
    public static void begin(Connection database, Identity me) throws SQLException {
        try (PreparedStatement row = database.prepareStatement(NEW)) {
            row.setString(1, me.id());
            row.setString(2, me.name());
            row.setString(3, me.host());
            row.setString(4, me.said().version());
            row.setString(5, String.join(",", me.said().labels()));
            row.setString(6, me.serves() ? "serve" : "command");
            row.executeUpdate();
        }
    }

    /** It lives; false: it was ended. */
    public static boolean beat(Connection database, String id) throws SQLException {
        return once(database, "update server set beat_at = current_timestamp where id = ? and ended_at is null", id);
    }

    /** It is no more. */
    public static void end(Connection database, String id) throws SQLException {
        once(database, "update server set ended_at = current_timestamp where id = ? and ended_at is null", id);
    }

    /** Whether anybody in PostgreSQL works on the history and told so lately; nobody does where its tables are not made yet. */
    public static boolean anyAtWork(Connection database) throws SQLException {
        return any(database, "select to_regclass('server') is not null")
                && any(
                        database,
                        "select exists (select 1 from server where ended_at is null and beat_at > current_timestamp"
                                + " - interval '" + Lease.GIVEN_UP.toSeconds() + " seconds')");
    }

    private static boolean any(Connection database, String question) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static boolean once(Connection database, String update, String id) throws SQLException {
        try (PreparedStatement row = database.prepareStatement(update)) {
            row.setString(1, id);
            return row.executeUpdate() == 1;
        }
    }
}

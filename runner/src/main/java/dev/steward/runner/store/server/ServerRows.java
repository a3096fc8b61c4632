package dev.steward.runner.store.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

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

    private static boolean once(Connection database, String update, String id) throws SQLException {
        try (PreparedStatement row = database.prepareStatement(update)) {
            row.setString(1, id);
            return row.executeUpdate() == 1;
        }
    }
}

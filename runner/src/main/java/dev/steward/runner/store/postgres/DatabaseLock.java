package dev.steward.runner.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a database: servers share it, and whoever brings a history or changes the tables has it alone. It is held by a connection
 * of its own and ends with it.
 */
final class DatabaseLock implements AutoCloseable {

    /** What the names of Steward's connections begin with; another program's do not. */
    static final String APPLICATION = "steward";

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLock.class);
    private static final long KEY = 0x53746577617264L;

    private static final int TRY_SECONDS = 3;

    /** The lock of a machine that died is free once the server has missed these. */
    private static final String ALIVE = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;"
            + " set tcp_keepalives_count = 3; set lock_timeout = '" + TRY_SECONDS + "s'";

    /** Since this version a server may end who says nothing. */
    private static final int SLEEPS = 14;

    /** The code of a lock that was not given in time. */
    private static final String LOCKED = "55P03";

    private final Connection held;

    private DatabaseLock(Connection held) {
        this.held = held;
    }

    /** A connection that holds no lock yet. */
    static DatabaseLock on(DataSource database) throws SQLException {
        DatabaseLock lock = new DatabaseLock(database.getConnection());
        try {
            boolean sleeps = lock.held.getMetaData().getDatabaseMajorVersion() >= SLEEPS;
            lock.execute(ALIVE + (sleeps ? "; set idle_session_timeout = 0" : ""));
            return lock;
        } catch (SQLException e) {
            lock.close();
            throw e;
        }
    }

    /** What it is held by. */
    Connection connection() {
        return held;
    }

    /**
     * Shares it with others; false: somebody has it alone.
     *
     * @param seconds to wait
     */
    boolean share(int seconds) throws SQLException {
        return taken("pg_advisory_lock_shared", seconds);
    }

    /** Has it alone; false: others have it. A connection that was closed a moment ago may not have let go yet. */
    boolean alone(int seconds) throws SQLException {
        return taken("pg_advisory_lock", seconds);
    }

    /** Gives it back. */
    void release() throws SQLException {
        execute("select pg_advisory_unlock_all()");
    }

    /** In short tries, since a connection that is silent for long is taken for broken. */
    private boolean taken(String how, int seconds) throws SQLException {
        for (int waited = 0; waited < seconds; waited += TRY_SECONDS) {
            try {
                execute("select " + how + "(" + KEY + ")");
                return true;
            } catch (SQLException e) {
                if (!LOCKED.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        return false;
    }

    /** Ends every other connection of Steward: who has the lock alone knows that nobody may have one. */
    void endOthers() throws SQLException {
        execute("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database()"
                + " and usename = current_user and application_name like '" + APPLICATION + "%'"
                + " and pid <> pg_backend_pid()");
    }

    private void execute(String what) throws SQLException {
        try (Statement statement = held.createStatement()) {
            if (statement.execute(what)) {
                try (ResultSet rows = statement.getResultSet()) {
                    rows.next();
                }
            }
        }
    }

    @Override
    public void close() {
        try (Connection over = held) {
            if (over.isValid(1)) {
                release();
            }
        } catch (SQLException broken) {
            LOG.debug("the connection was broken already", broken);
        }
    }
}

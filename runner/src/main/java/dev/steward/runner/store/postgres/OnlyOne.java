package dev.steward.runner.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every other Steward out of a database: a lock that a connection of its own holds, and a note whose it is that every new connection
 * of the pool looks at. Who gets the lock ends what connections an earlier one has left, so that nobody who lost it unawares still writes.
 */
final class OnlyOne implements AutoCloseable {

    /** What Steward's connections are called; another program's are not. */
    static final String APPLICATION = "steward";

    private static final Logger LOG = LoggerFactory.getLogger(OnlyOne.class);
    private static final long KEY = 0x53746577617264L;
    private static final String OWNER = "store.owner";
    private static final long LOOK_SECONDS = 5;
    private static final int ANSWER_SECONDS = 5;

    /** The lock of a machine that died is free once the server has missed these. */
    private static final String ALIVE = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;"
            + " set tcp_keepalives_count = 3; set lock_timeout = '3s'";

    /** Since this version a server may end who says nothing. */
    private static final int SLEEPS = 14;

    /** The code of a lock that was not given in time. */
    private static final String LOCKED = "55P03";

    private final DataSource database;
    private final PostgresTrouble trouble;
    private final String owner = UUID.randomUUID().toString();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "store-owner");
        thread.setDaemon(true);
        return thread;
    });
    private Connection held;
    private boolean said;

    private OnlyOne(DataSource database, PostgresTrouble trouble) {
        this.database = database;
        this.trouble = trouble;
    }

    /**
     * Takes the database, if nobody else has it.
     *
     * @throws dev.steward.runner.store.trouble.StoreException when somebody has, or it is none that Steward can use
     */
    static OnlyOne of(DataSource database, PostgresTrouble trouble) throws SQLException {
        OnlyOne one = new OnlyOne(database, trouble);
        one.held = database.getConnection();
        try {
            Fitness.check(one.held, trouble);
            if (!one.locked()) {
                throw trouble.taken();
            }
            one.endOthers();
            return one;
        } catch (SQLException | RuntimeException e) {
            one.close();
            throw e;
        }
    }

    /** Notes that it is ours, once there is a table for that; what every connection selects to find it still is. */
    String claim() throws SQLException {
        try (PreparedStatement old = held.prepareStatement("delete from setting where name = ?");
                PreparedStatement note = held.prepareStatement("insert into setting (name, content) values (?, ?)")) {
            held.setAutoCommit(false);
            old.setString(1, OWNER);
            old.executeUpdate();
            note.setString(1, OWNER);
            note.setString(2, owner);
            note.executeUpdate();
            held.commit();
            held.setAutoCommit(true);
        }
        looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        // a division by zero is the one error that a select can have by intent
        return "1 / (select count(*) from setting where name = '" + OWNER + "' and content = '" + owner + "')";
    }

    /** Waits a little: a connection that was closed a moment ago may not have let go yet. */
    private boolean locked() throws SQLException {
        boolean sleeps = held.getMetaData().getDatabaseMajorVersion() >= SLEEPS;
        try (Statement statement = held.createStatement()) {
            statement.execute(ALIVE + (sleeps ? "; set idle_session_timeout = 0" : ""));
            statement.executeQuery("select pg_advisory_lock(" + KEY + ")").close();
            return true;
        } catch (SQLException e) {
            if (LOCKED.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private boolean truth(String question) throws SQLException {
        try (Statement statement = held.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private void endOthers() throws SQLException {
        truth("select count(pg_terminate_backend(pid)) >= 0 from pg_stat_activity where datname = current_database()"
                + " and usename = current_user and application_name = '" + APPLICATION
                + "' and pid <> pg_backend_pid()");
    }

    /** Takes the lock again where its connection broke; another that came in between is left alone. */
    private synchronized void look() {
        try {
            if (held != null && held.isValid(ANSWER_SECONDS)) {
                return;
            }
            end();
            held = database.getConnection();
            if (!locked()
                    || !truth("select exists (select 1 from setting where name = '" + OWNER + "' and content = '"
                            + owner + "')")) {
                end();
                complain(trouble.taken().getMessage());
            } else if (said) {
                said = false;
                LOG.info("{} is there again; Steward goes on", trouble.name());
            }
        } catch (SQLException e) {
            end();
            complain(trouble.working(new IllegalStateException(e)).getMessage());
        }
    }

    private void complain(String sentence) {
        if (!said) {
            said = true;
            LOG.error("{}", sentence);
        }
    }

    private void end() {
        if (held != null) {
            try (Connection over = held;
                    Statement statement = over.createStatement()) {
                statement.execute("select pg_advisory_unlock_all()");
            } catch (SQLException broken) {
                LOG.debug("the connection was broken already", broken);
            }
        }
        held = null;
    }

    @Override
    public void close() {
        looking.shutdownNow();
        synchronized (this) {
            end();
        }
    }
}

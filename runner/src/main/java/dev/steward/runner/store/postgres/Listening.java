package dev.steward.runner.store.postgres;

import dev.steward.runner.store.live.Signals;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of its own that hears what other servers say, and comes back by itself where it breaks. */
final class Listening implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int LOOK_MILLIS = 2_000;
    private static final int ANSWER_SECONDS = 5;
    private static final long PAUSE_MILLIS = 1_000;

    private final DataSource database;
    private final Signals signals;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Connection open;
    private boolean said;

    private Listening(DataSource database, Signals signals) {
        this.database = database;
        this.signals = signals;
    }

    /** Begins, on a thread of its own. */
    static Listening to(DataSource database, Signals signals) {
        Listening made = new Listening(database, signals);
        Thread thread = new Thread(made::work, "signals");
        thread.setDaemon(true);
        thread.start();
        return made;
    }

    private void work() {
        try {
            while (!over(0)) {
                hear();
                over(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean over(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    private void hear() throws InterruptedException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            open = connection;
            statement.execute("listen " + Signals.CHANNEL);
            said = false;
            signals.again();
            PGConnection line = connection.unwrap(PGConnection.class);
            while (!over(0)) {
                PGNotification[] heard = line.getNotifications(LOOK_MILLIS);
                for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
                    signals.heard(one.getParameter());
                }
                // a line that is cut says nothing either
                if ((heard == null || heard.length == 0) && !connection.isValid(ANSWER_SECONDS)) {
                    return;
                }
            }
        } catch (SQLException e) {
            if (!said && !over(0)) {
                said = true;
                LOG.warn("What other servers do is not heard at the moment: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("A signal of another server could not be followed", e);
        } finally {
            open = null;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Connection line = open;
        try {
            if (line != null) {
                line.abort(Runnable::run);
            }
        } catch (SQLException broken) {
            LOG.debug("the connection was broken already", broken);
        }
    }
}

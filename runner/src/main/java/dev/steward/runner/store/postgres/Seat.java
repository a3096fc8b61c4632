package dev.steward.runner.store.postgres;

import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.server.Identity;
import dev.steward.runner.store.server.Lease;
import dev.steward.runner.store.server.ServerRows;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.store.trouble.StoreTaken;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's place among those that share a database: it shares the lock with them, and its row, whose beat tells the others that it
 * lives. A connection of its own does both, so that a pool in use up to its last connection is no reason to be taken for dead.
 */
final class Seat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
    private static final long BEAT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 5;

    /** Another one that begins on an empty database makes the tables first. */
    private static final int PATIENCE_SECONDS = 15;

    private static final int LOCK_SECONDS = 3;

    private final DataSource database;
    private final PostgresTrouble trouble;
    private final Identity me;
    private final Lease lease;
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "store-beat");
        thread.setDaemon(true);
        return thread;
    });
    private DatabaseLock lock;
    private String said = "";
    private volatile boolean over;

    private Seat(DataSource database, PostgresTrouble trouble, Identity me, Lease lease) {
        this.lease = lease;
        this.database = database;
        this.trouble = trouble;
        this.me = me;
    }

    /**
     * Comes to the others.
     *
     * @throws dev.steward.runner.store.trouble.StoreException when somebody has the database alone, or it is none that Steward can use
     */
    static Seat of(DataSource database, PostgresTrouble trouble, Identity me, Lease lease) throws SQLException {
        Seat seat = new Seat(database, trouble, me, lease);
        seat.lock = DatabaseLock.on(database);
        try {
            Fitness.check(seat.lock.connection(), trouble);
            if (!seat.lock.share(PATIENCE_SECONDS)) {
                throw trouble.taken();
            }
            return seat;
        } catch (SQLException | RuntimeException e) {
            seat.close();
            throw e;
        }
    }

    /**
     * Brings the tables to this Steward's form. That needs the database alone, since servers of another version may work with those of
     * theirs. Those that only begin as well are waited for: one of all makes the tables.
     *
     * @param patient connections that may take long
     */
    void migrate(DataSource patient) throws SQLException {
        for (int waited = LOCK_SECONDS; !Migrations.done(patient); waited += LOCK_SECONDS) {
            lock.release();
            if (lock.alone(LOCK_SECONDS)) {
                Migrations.apply(patient);
                lock.release();
            }
            if (!lock.share(PATIENCE_SECONDS)) {
                throw trouble.taken();
            }
            // asked before the tables: one that began as well has its row only after it brought them to their form
            boolean hopeless = waited >= PATIENCE_SECONDS || ServerRows.anyAtWork(lock.connection());
            if (hopeless && !Migrations.done(patient)) {
                throw trouble.others();
            }
        }
    }

    /** From now on it has a row and lives. */
    void begin() throws SQLException {
        Lease.Mark asked = lease.now();
        ServerRows.begin(lock.connection(), me);
        lease.beaten(asked);
        beating.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Makes sure that the others still take this server for living, where that is in doubt.
     *
     * @throws StoreException when they have ended it, or cannot be asked
     */
    void sure() {
        if (!over && !lease.doubtful()) {
            return;
        }
        beat();
        if (over) {
            throw trouble.ended();
        }
        if (lease.doubtful()) {
            throw trouble.unsure();
        }
    }

    /** Tells that it lives, on a new connection where the old one broke. */
    private synchronized void beat() {
        if (over) {
            return;
        }
        Lease.Mark asked = lease.now();
        try {
            if (lock != null && !lock.connection().isValid(ANSWER_SECONDS)) {
                end();
            }
            if (lock == null) {
                lock = DatabaseLock.on(database);
                if (!lock.share(LOCK_SECONDS)) {
                    throw trouble.taken();
                }
            }
            if (!ServerRows.beat(lock.connection(), me.id())) {
                over = true;
                throw trouble.ended();
            }
            lease.beaten(asked);
            if (!said.isEmpty()) {
                said = "";
                LOG.info("{} is there again; Steward goes on", trouble.name());
            }
        } catch (StoreTaken e) {
            end();
            complain(e.getMessage());
        } catch (SQLException e) {
            end();
            complain(trouble.working(new IllegalStateException(e)).getMessage());
        }
    }

    private void complain(String sentence) {
        if (!said.equals(sentence)) {
            said = sentence;
            LOG.error("{}", sentence);
        }
    }

    private void end() {
        if (lock != null) {
            lock.close();
        }
        lock = null;
    }

    @Override
    public void close() {
        beating.shutdownNow();
        synchronized (this) {
            try {
                if (lock != null) {
                    ServerRows.end(lock.connection(), me.id());
                }
            } catch (SQLException gone) {
                LOG.debug("the others find out by themselves", gone);
            }
            end();
        }
    }
}

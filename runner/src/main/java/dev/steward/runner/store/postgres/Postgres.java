package dev.steward.runner.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.config.store.StoreConfig.Tls;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.live.Signals;
import dev.steward.runner.store.server.Identity;
import dev.steward.runner.store.server.Lease;
import dev.steward.runner.store.trouble.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database as Steward's store: one pool for all, and this server's seat among those that share it. A commit
 * is acknowledged once the server has it on disk, whatever its own usual is.
 */
public final class Postgres implements AutoCloseable {

    private static final int CONNECTIONS = 24;
    private static final int CONNECT_SECONDS = 5;

    /** A server that says nothing for this long is taken for gone; what takes longer is asked without the pool. */
    private static final int SILENCE_SECONDS = 30;

    /** A beat that is not answered for this long is tried again on another connection, well before the others give this one up. */
    private static final int BEAT_SILENCE_SECONDS = 8;

    /** In place of the server's id: this line writes nothing, and nobody needs to cut it. */
    private static final String HEARS = "hears";

    private final Seat seat;
    private final HikariDataSource pool;
    private final DataSource lines;
    private Listening listening;

    private Postgres(Seat seat, HikariDataSource pool, DataSource lines) {
        this.seat = seat;
        this.pool = pool;
        this.lines = lines;
    }

    /**
     * Opens and migrates.
     *
     * @param state the state directory: one with a history in a file is no beginning of a new one here
     * @param me who this is among those that work on it
     * @param lease for how long it may trust that the others take it for living
     * @throws StoreException when it cannot be reached or used, or somebody has it alone
     */
    public static Postgres open(StoreConfig store, Path state, Identity me, Lease lease) {
        PostgresTrouble trouble = new PostgresTrouble(store);
        PGSimpleDataSource patient = source(store, 0, "");
        Seat seat = null;
        try {
            seat = Seat.of(source(store, BEAT_SILENCE_SECONDS, me.id()), trouble, me, lease);
            Target.ready(patient, trouble, state);
            seat.migrate(patient);
            seat.begin();
            return new Postgres(seat, pool(store, me.id()), source(store, SILENCE_SECONDS, HEARS));
        } catch (SQLException | RuntimeException e) {
            if (seat != null) {
                seat.close();
            }
            throw trouble.opening(e);
        }
    }

    /** Connections for work that may take long; each is a new one. */
    static DataSource patient(StoreConfig store) {
        return source(store, 0, "");
    }

    /** Connections for a short question, which may not take long. */
    static DataSource brief(StoreConfig store) {
        return source(store, BEAT_SILENCE_SECONDS, "");
    }

    private static PGSimpleDataSource source(StoreConfig store, int silence, String server) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {store.host()});
        source.setPortNumbers(new int[] {store.port()});
        source.setDatabaseName(store.database());
        source.setUser(store.user());
        store.password().map(Secret::reveal).ifPresent(source::setPassword);
        source.setSslMode(store.effectiveTls().toString());
        if (store.ca().isPresent()) {
            source.setSslRootCert(store.ca().get().toString());
        } else if (store.effectiveTls() == Tls.VERIFY_FULL) {
            source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        source.setApplicationName((DatabaseLock.APPLICATION + " " + server).strip());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(silence);
        source.setTcpKeepAlive(true);
        return source;
    }

    private static HikariDataSource pool(StoreConfig store, String server) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source(store, SILENCE_SECONDS, server));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        config.setKeepaliveTime(30_000);
        config.setConnectionInitSql("select set_config('lock_timeout', '10s', false),"
                + " set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on'"
                + " else current_setting('synchronous_commit') end, false), " + claim(server));
        return new HikariDataSource(config);
    }

    /** What every new connection selects, to find that this server was not ended: a division by zero is the one error a select can have. */
    private static String claim(String server) {
        return "1 / (select count(*) from server where id = '" + server + "' and ended_at is null)";
    }

    /** The pool. */
    public HikariDataSource pool() {
        return pool;
    }

    /** From now on what other servers say is heard. */
    public synchronized void listen(Signals signals) {
        listening = Listening.to(lines, signals);
    }

    /**
     * Makes sure that the others on it still take this server for living.
     *
     * @throws StoreException when they have ended it, or cannot be asked for long
     */
    public void sure() {
        seat.sure();
    }

    @Override
    public synchronized void close() {
        if (listening != null) {
            listening.close();
        }
        pool.close();
        seat.close();
    }
}

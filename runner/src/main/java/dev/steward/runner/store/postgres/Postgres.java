package dev.steward.runner.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.config.store.StoreConfig.Tls;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.trouble.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database as Steward's store: one pool for all, and a connection of its own that keeps every other Steward out. A commit
 * is acknowledged once the server has it on disk, whatever its own usual is.
 */
public final class Postgres implements AutoCloseable {

    private static final int CONNECTIONS = 24;
    private static final int CONNECT_SECONDS = 5;

    /** A server that says nothing for this long is taken for gone; what takes longer is asked without the pool. */
    private static final int SILENCE_SECONDS = 30;

    private final OnlyOne only;
    private final HikariDataSource pool;

    private Postgres(OnlyOne only, HikariDataSource pool) {
        this.only = only;
        this.pool = pool;
    }

    /**
     * Opens and migrates.
     *
     * @param state the state directory: one with a history in a file is no beginning of a new one here
     * @throws StoreException when it cannot be reached or used, or another Steward works on it
     */
    public static Postgres open(StoreConfig store, Path state) {
        PostgresTrouble trouble = new PostgresTrouble(store);
        PGSimpleDataSource patient = source(store, 0);
        OnlyOne only = null;
        try {
            only = OnlyOne.of(source(store, SILENCE_SECONDS), trouble);
            Target.ready(patient, trouble, state);
            Migrations.apply(patient);
            return new Postgres(only, pool(store, only.claim()));
        } catch (SQLException | RuntimeException e) {
            if (only != null) {
                only.close();
            }
            throw trouble.opening(e);
        }
    }

    /** Connections for work that may take long; each is a new one. */
    static DataSource patient(StoreConfig store) {
        return source(store, 0);
    }

    private static PGSimpleDataSource source(StoreConfig store, int silence) {
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
        source.setApplicationName(OnlyOne.APPLICATION);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(silence);
        source.setTcpKeepAlive(true);
        return source;
    }

    private static HikariDataSource pool(StoreConfig store, String claim) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source(store, SILENCE_SECONDS));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        config.setKeepaliveTime(30_000);
        config.setConnectionInitSql("select set_config('lock_timeout', '10s', false),"
                + " set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on'"
                + " else current_setting('synchronous_commit') end, false), " + claim);
        return new HikariDataSource(config);
    }

    /** The pool. */
    public HikariDataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        only.close();
    }
}

package dev.steward.runner.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.store.disk.JournaledPath;
import dev.steward.runner.store.live.Signals;
import dev.steward.runner.store.migration.Beginning;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.migration.Recovery;
import dev.steward.runner.store.postgres.PlainTexts;
import dev.steward.runner.store.postgres.Postgres;
import dev.steward.runner.store.postgres.PostgresTrouble;
import dev.steward.runner.store.row.PlainStatements;
import dev.steward.runner.store.server.Identity;
import dev.steward.runner.store.server.Lease;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.store.trouble.StoreTrouble;
import dev.steward.runner.store.trouble.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The H2 file of a state directory behind one pool, or PostgreSQL where that is configured. {@code WRITE_DELAY=0} because H2 otherwise loses acknowledged
 * commits when its process is killed (H2 2.5.252 loses them even so, see the parent pom); {@code DB_CLOSE_ON_EXIT=FALSE} so that its shutdown hook does not close the
 * database before ours has written the last state. H2's file system {@code async:}, because with the usual one the
 * interrupt of any thread that reads or writes (a cancelled run, a stopped page) closes the file for all
 * (java.nio.channels.InterruptibleChannel); before it {@link JournaledPath}, because H2 does not wait for the disk.
 */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 24;

    /** In bytes. Below it H2 need not make its file smaller at each close, which takes a fifth of a second. */
    private static final long SMALL = 16L << 20;

    private final HikariDataSource pool;
    private final Life life;
    private final Trouble trouble;
    private final Jdbi jdbi;
    private Consumer<Signals> ears = signals -> {};

    private Database(HikariDataSource pool, Life life, Trouble trouble) {
        this.pool = pool;
        this.life = life;
        this.trouble = trouble;
        this.jdbi = Jdbi.create(pool)
                .configure(SqlStatements.class, new PlainStatements()::in)
                .registerArgument(new Instants())
                .registerColumnMapper(Instant.class, (ColumnMapper<Instant>) (rows, column, context) -> {
                    OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
                    return at == null ? null : at.toInstant();
                });
    }

    /**
     * Of a database.
     *
     * @param end closes it
     * @param sure fails where it may be others' by now what this process works on
     * @param lasting whether it outlives this process
     */
    private record Life(Runnable end, Runnable sure, boolean lasting) {}

    /**
     * Opens and migrates.
     *
     * @throws StoreException when the file is damaged or emptied, written by a newer Steward, or the disk is full
     */
    static Database open(Path dir) {
        Beginning beginning = new Beginning(dir);
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(JournaledPath.url(dir.resolve("steward"))
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000"
                + (beginning.file().toFile().length() < SMALL ? ";MAX_COMPACT_TIME=0" : ""));
        config.setUsername("sa");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        StoreTrouble trouble = new StoreTrouble(beginning.file());
        Recovery recovery = new Recovery(dir);
        HikariDataSource pool = null;
        try {
            boolean fresh = beginning.begin();
            recovery.begin();
            pool = new HikariDataSource(config);
            if (!fresh && Migrations.none(pool)) {
                throw trouble.emptied();
            }
            Migrations.apply(pool);
            beginning.end();
            return new Database(pool, new Life(closing(pool, recovery), () -> {}, true), trouble);
        } catch (RuntimeException | IOException e) {
            if (pool != null) {
                pool.close();
            }
            throw trouble.opening(e);
        }
    }

    /**
     * Opens and migrates the one of a server.
     *
     * @param dir a history in a file there is not left behind unsaid
     * @param me who this is among those that work on it
     * @throws StoreException when it cannot be used, or somebody has it alone
     */
    static Database open(StoreConfig server, Path dir, Identity me, Lease lease) {
        Postgres postgres = Postgres.open(server, dir, me, lease);
        Database made = new Database(
                postgres.pool(), new Life(postgres::close, postgres::sure, true), new PostgresTrouble(server));
        made.jdbi.registerArgument(new PlainTexts());
        made.ears = postgres::listen;
        return made;
    }

    /** One that lies in memory and ends with this process. */
    static Database inMemory(Path dir) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("memory");
        config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000");
        config.setUsername("sa");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        HikariDataSource pool = new HikariDataSource(config);
        Migrations.apply(pool);
        return new Database(pool, new Life(pool::close, () -> {}, false), new StoreTrouble(dir.resolve("memory")));
    }

    /** What went wrong with this database, in plain words. */
    Trouble trouble() {
        return trouble;
    }

    boolean onServer() {
        return trouble instanceof PostgresTrouble;
    }

    /** Whether it outlives this process. */
    boolean lasting() {
        return life.lasting();
    }

    /** This process among those that work on it; what went before it in the same state directory is no more. */
    Servers joined(StateDir dir, Identity me, Lease lease) {
        Servers servers = new Servers(jdbi, me, onServer() ? Optional.of(lease) : Optional.empty());
        if (onServer()) {
            dir.formerServer().ifPresent(servers::end);
            dir.noteServer(me.id());
        } else {
            servers.alone();
        }
        return servers;
    }

    /** From now on what other servers on it say is heard, where there can be any. */
    void listen(Signals signals) {
        ears.accept(signals);
    }

    /**
     * Makes sure that what this process works on is still its own.
     *
     * @throws StoreException when others have it, or cannot be asked for long
     */
    void sure() {
        life.sure().run();
    }

    Jdbi jdbi() {
        return jdbi;
    }

    DataSource connections() {
        return pool;
    }

    /** H2 closes its file, and shrinks one that is not small, with the last connection. */
    private static Runnable closing(HikariDataSource pool, Recovery recovery) {
        return () -> {
            pool.close();
            recovery.end();
        };
    }

    @Override
    public void close() {
        life.end().run();
    }

    /** Binds instants as UTC: a java.sql.Timestamp would pass through the machine's zone and its doubled hour. */
    private static final class Instants extends AbstractArgumentFactory<Instant> {

        Instants() {
            super(java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant at, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, at.atOffset(ZoneOffset.UTC));
        }
    }
}

package dev.steward.runner.store.postgres;

import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.trouble.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A database that a history is being brought into: every other Steward is kept out meanwhile, and until it is whole, a mark in the database
 * keeps servers from beginning with a half.
 */
public final class Held implements AutoCloseable {

    private static final String MARK = "half a history";
    private static final int LOCK_SECONDS = 3;

    /** What holds rows from the migrations on, before any history is written. */
    private static final Set<String> FROM_THE_START = Set.of("setting", "duty");

    private static final String TABLES =
            "select quote_ident(tablename) from pg_tables where schemaname = current_schema() and tableowner = current_user";

    private final DatabaseLock lock;
    private final DataSource database;
    private final PostgresTrouble trouble;

    private Held(DatabaseLock lock, DataSource database, PostgresTrouble trouble) {
        this.lock = lock;
        this.database = database;
        this.trouble = trouble;
    }

    /**
     * Takes it.
     *
     * @throws StoreException when it cannot be used, or a Steward works on it
     */
    public static Held of(StoreConfig store) {
        PostgresTrouble trouble = new PostgresTrouble(store);
        DataSource database = Postgres.patient(store);
        try {
            return new Held(alone(database, trouble), database, trouble);
        } catch (SQLException | RuntimeException e) {
            throw trouble.opening(e);
        }
    }

    private static DatabaseLock alone(DataSource database, PostgresTrouble trouble) throws SQLException {
        DatabaseLock lock = DatabaseLock.on(database);
        try {
            Fitness.check(lock.connection(), trouble);
            if (!lock.alone(LOCK_SECONDS)) {
                throw trouble.inUse();
            }
            lock.endOthers();
            return lock;
        } catch (SQLException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The database, as "the database steward on db.example.com:5432". */
    public String name() {
        return trouble.name();
    }

    /** Its connections, each a new one that may take as long as it needs. */
    public DataSource connections() {
        return database;
    }

    /** Why something did not come off. */
    public StoreException failed(Exception e) {
        return trouble.opening(e);
    }

    /** Whether it holds no history, or one that was marked as a half; every table tells but those that are never empty. */
    public boolean free(List<String> tables) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (marked(connection)) {
                return true;
            }
            for (String table : tables) {
                if (!FROM_THE_START.contains(table) && any(connection, "select exists (select 1 from " + table + ")")) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Takes away every table of an earlier beginning; where Steward never made any, nothing. */
    public void clear() throws SQLException {
        if (Migrations.none(database)) {
            return;
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
            statement.execute("drop table " + String.join(", ", all) + " cascade");
        }
    }

    /** From the next commit on it is half a history. */
    public static void mark(Connection connection) throws SQLException {
        comment(connection, "'" + MARK + "'");
    }

    /** It is whole. */
    public void whole() throws SQLException {
        try (Connection connection = database.getConnection()) {
            comment(connection, "null");
        }
    }

    private static void comment(Connection connection, String what) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("comment on table setting is " + what);
        }
    }

    /** Whether what is there was not brought over to its end. */
    static boolean marked(Connection connection) throws SQLException {
        return any(
                connection,
                "select coalesce(obj_description(to_regclass('setting'), 'pg_class') = '" + MARK + "', false)");
    }

    private static boolean any(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}

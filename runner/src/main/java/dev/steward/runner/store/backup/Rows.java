package dev.steward.runner.store.backup;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * A look at a database as it is at one moment, however long it takes and whatever is written meanwhile. Rows come a few at a time, so that
 * memory does not grow with the history.
 */
final class Rows implements AutoCloseable {

    /** H2's snapshot of all tables (org.h2.engine.Constants.TRANSACTION_SNAPSHOT): its repeatable read lets new rows be seen. */
    private static final int SNAPSHOT = 6;

    static final String POSTGRES = "PostgreSQL";

    private static final int AT_ONCE = 200;

    private final Connection database;
    private final int isolation;
    private final boolean postgres;

    private Rows(Connection database) throws SQLException {
        this.database = database;
        this.isolation = database.getTransactionIsolation();
        database.setAutoCommit(false);
        this.postgres = name().equals(POSTGRES);
        // PostgreSQL's repeatable read is such a snapshot
        database.setTransactionIsolation(postgres ? Connection.TRANSACTION_REPEATABLE_READ : SNAPSHOT);
        try (Statement first = database.createStatement()) {
            // from here on nothing newer is seen
            first.executeQuery("select count(*) from setting").close();
        }
    }

    /** From now on. */
    static Rows of(Connection database) throws SQLException {
        return new Rows(database);
    }

    /** The database's product, as "H2". */
    String name() throws SQLException {
        return database.getMetaData().getDatabaseProductName();
    }

    Layout layout() throws SQLException {
        return Layout.of(database);
    }

    /** Does something with a row that a result stands at. */
    @FunctionalInterface
    interface Use {
        void row(ResultSet rows) throws SQLException, IOException;
    }

    /**
     * Every row of a table, its columns from 1 in the order of the layout. H2 would gather a whole result before its first row; each of its
     * tables has a number of each row, in which order they lie. PostgreSQL hands them on as they are fetched.
     */
    void each(Layout.Table table, Use use) throws SQLException, IOException {
        if (postgres) {
            fetched(table, use);
            return;
        }
        String number = "_rowid_";
        int last = table.columns().size() + 1;
        try (PreparedStatement select = database.prepareStatement("select " + String.join(", ", table.names()) + ", "
                + number + " from " + table.name() + " where " + number + " > ? order by " + number
                + " fetch first " + AT_ONCE + " rows only")) {
            long after = Long.MIN_VALUE;
            boolean more = true;
            while (more) {
                select.setLong(1, after);
                int seen = 0;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        use.row(rows);
                        after = rows.getLong(last);
                        seen++;
                    }
                }
                more = seen == AT_ONCE;
            }
        }
    }

    private void fetched(Layout.Table table, Use use) throws SQLException, IOException {
        try (PreparedStatement select =
                database.prepareStatement("select " + String.join(", ", table.names()) + " from " + table.name())) {
            select.setFetchSize(AT_ONCE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    use.row(rows);
                }
            }
        }
    }

    /** What the numbers that the database gives to a column go on with. No transaction holds them: it may be later than the rows. */
    long next(Layout.Table table, String column) throws SQLException {
        if (postgres) {
            return sequenced(table, column);
        }
        try (PreparedStatement select = database.prepareStatement(
                "select identity_base from information_schema.columns where table_schema = schema()"
                        + " and table_name = ? and column_name = ?")) {
            select.setString(1, table.name().toUpperCase(Locale.ROOT));
            select.setString(2, column.toUpperCase(Locale.ROOT));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private long sequenced(Layout.Table table, String column) throws SQLException {
        try (PreparedStatement name = database.prepareStatement("select pg_get_serial_sequence(?, ?)")) {
            name.setString(1, table.name());
            name.setString(2, column);
            try (ResultSet named = name.executeQuery()) {
                named.next();
                String sequence = named.getString(1);
                try (Statement statement = database.createStatement();
                        ResultSet rows = statement.executeQuery(
                                "select case when is_called then last_value + 1 else last_value end from "
                                        + sequence)) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection open = database) {
            open.rollback();
            open.setTransactionIsolation(isolation);
            open.setAutoCommit(true);
        }
    }
}

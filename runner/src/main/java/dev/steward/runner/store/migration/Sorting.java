package dev.steward.runner.store.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Texts in PostgreSQL sort by their characters' numbers, as they do in H2 and in Java, whatever language the database was made for: pages
 * come in the same order everywhere, and no index is spoilt by a new version of the system's rules.
 */
final class Sorting {

    private static final String COLUMNS = "select quote_ident(c.relname), string_agg('alter column ' ||"
            + " quote_ident(a.attname) || ' type ' || format_type(a.atttypid, a.atttypmod) || ' collate \"C\"', ', ')"
            + " from pg_attribute a join pg_class c on c.oid = a.attrelid"
            + " join pg_namespace n on n.oid = c.relnamespace join pg_collation s on s.oid = a.attcollation"
            + " where n.nspname = current_schema() and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped"
            + " and c.relname <> 'flyway_schema_history' and s.collname <> 'C' group by c.relname";

    private Sorting() {}

    /** Makes it so where it is not yet; nothing in another database than PostgreSQL. */
    static void plain(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                return;
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String change : changes(statement)) {
                    statement.execute(change);
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException("the order of texts cannot be set: " + e.getMessage(), e);
        }
    }

    private static List<String> changes(Statement statement) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                all.add("alter table " + rows.getString(1) + " " + rows.getString(2));
            }
        }
        return all;
    }
}

package dev.steward.runner.store.backup;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables of a database as it tells of them itself, so that one which a later migration adds is in every backup from then on.
 *
 * @param tables what is kept, those that are referred to before those that refer to them
 * @param leftOut what is not
 */
record Layout(List<Table> tables, List<String> leftOut) {

    /** Flyway makes its own where a backup is restored; Quartz's and the servers' hold nothing that a start does not set anew. */
    private static final String FLYWAY = "flyway_schema_history";

    private static final String SERVERS = "server";
    private static final String QUARTZ = "qrtz_";

    /**
     * A table.
     *
     * @param counting the column that the database numbers by itself
     */
    record Table(String name, List<Column> columns, Optional<String> counting) {

        /** The names of its columns. */
        List<String> names() {
            return columns.stream().map(Column::name).toList();
        }
    }

    /** A column and what it holds. */
    record Column(String name, Kind kind) {}

    static Layout of(Connection database) throws SQLException {
        DatabaseMetaData about = database.getMetaData();
        List<String> leftOut = new ArrayList<>();
        Map<String, Table> found = new TreeMap<>();
        Map<String, Set<String>> refersTo = new TreeMap<>();
        for (String name : names(about, database.getSchema())) {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.equals(FLYWAY) || small.equals(SERVERS) || small.startsWith(QUARTZ)) {
                leftOut.add(small);
            } else {
                found.put(small, table(about, database.getSchema(), name));
                refersTo.put(small, referred(about, database.getSchema(), name));
            }
        }
        List<Table> ordered = new ArrayList<>();
        Set<String> placed = new LinkedHashSet<>();
        found.keySet().forEach(name -> place(name, found, refersTo, placed, ordered));
        return new Layout(List.copyOf(ordered), leftOut.stream().sorted().toList());
    }

    private static void place(
            String name,
            Map<String, Table> found,
            Map<String, Set<String>> refersTo,
            Set<String> placed,
            List<Table> ordered) {
        if (placed.add(name)) {
            refersTo.get(name).forEach(other -> place(other, found, refersTo, placed, ordered));
            ordered.add(found.get(name));
        }
    }

    private static Set<String> names(DatabaseMetaData about, String schema) throws SQLException {
        Set<String> all = new TreeSet<>();
        try (ResultSet rows = about.getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                all.add(rows.getString("TABLE_NAME"));
            }
        }
        return all;
    }

    private static Table table(DatabaseMetaData about, String schema, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        Optional<String> counting = Optional.empty();
        try (ResultSet rows = about.getColumns(null, schema, name, "%")) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
                columns.add(new Column(column, Kind.of(rows.getInt("DATA_TYPE"), rows.getString("TYPE_NAME"))));
                if ("YES".equals(rows.getString("IS_AUTOINCREMENT"))) {
                    counting = Optional.of(column);
                }
            }
        }
        return new Table(name.toLowerCase(Locale.ROOT), List.copyOf(columns), counting);
    }

    private static Set<String> referred(DatabaseMetaData about, String schema, String name) throws SQLException {
        Set<String> all = new TreeSet<>();
        try (ResultSet rows = about.getImportedKeys(null, schema, name)) {
            while (rows.next()) {
                all.add(rows.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return all;
    }
}

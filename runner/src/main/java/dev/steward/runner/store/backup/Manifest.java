package dev.steward.runner.store.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a backup says of itself, as {@code manifest.json} in it.
 *
 * @param format of the file; this Steward writes and reads {@link #FORMAT}
 * @param steward the version that wrote it
 * @param at when its state was the database's, ISO 8601 in UTC
 * @param database what it was taken of, as "H2"
 * @param schema the migrations that had made its tables, in order
 * @param tables what it holds of each table, those that are referred to first
 * @param leftOut tables it holds nothing of, since every start makes them anew
 * @param entries every other part of the file
 */
public record Manifest(
        int format,
        String steward,
        String at,
        String database,
        List<String> schema,
        List<Table> tables,
        List<String> leftOut,
        List<Entry> entries) {

    /** The only one there is. */
    public static final int FORMAT = 1;

    /** Its place in the file. */
    static final String NAME = "manifest.json";

    /** The folder of what lay beside the database. */
    static final String FILES = "files/";

    public Manifest {
        schema = List.copyOf(schema);
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
        entries = List.copyOf(entries);
    }

    /**
     * Rows of a table.
     *
     * @param name of the table
     * @param columns in the order of each row's values
     * @param rows how many
     * @param next what the numbers that the database gives go on with; null: it gives none
     */
    public record Table(String name, List<String> columns, long rows, Long next) {

        public Table {
            columns = List.copyOf(columns);
        }

        /** Its place in the file. */
        String entry() {
            return "tables/" + name + ".jsonl";
        }
    }

    /**
     * A part of the file.
     *
     * @param name with its folder
     * @param bytes unpacked
     * @param sha256 of these
     */
    public record Entry(String name, long bytes, String sha256) {}

    /** When its state was the database's. */
    public Instant time() {
        return Instant.parse(at);
    }

    /** All rows. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** How many rows of one table; 0 where it is not there. */
    public long rows(String table) {
        return table(table).map(Table::rows).orElse(0L);
    }

    /** One table. */
    Optional<Table> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** What lay beside the database, by the place it has in a folder. */
    public List<String> files() {
        return entries.stream()
                .map(Entry::name)
                .filter(name -> name.startsWith(FILES))
                .map(name -> name.substring(FILES.length()))
                .toList();
    }
}

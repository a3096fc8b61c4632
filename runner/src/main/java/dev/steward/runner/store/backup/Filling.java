package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.steward.runner.store.row.Column;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Puts the rows of a backup into tables that are made and used by nobody yet. The caller's transaction decides whether they stay. */
final class Filling {

    private static final int AT_ONCE = 500;

    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private final Connection database;
    private final BackupFile backup;
    private final boolean postgres;

    Filling(Connection database, BackupFile backup) throws SQLException {
        this.database = database;
        this.postgres = database.getMetaData().getDatabaseProductName().equals(Rows.POSTGRES);
        this.backup = backup;
    }

    /**
     * Fills; what migrations wrote themselves makes way.
     *
     * @throws BackupRefused when the tables do not fit the backup, or hold other than what was written
     */
    void fill() throws SQLException, IOException, BackupRefused {
        Layout layout = Layout.of(database);
        List<Layout.Table> reversed = new ArrayList<>(layout.tables());
        Collections.reverse(reversed);
        try (Statement clear = database.createStatement()) {
            for (Layout.Table table : reversed) {
                clear.executeUpdate("delete from " + table.name());
            }
        }
        for (Layout.Table table : layout.tables()) {
            Manifest.Table told = backup.manifest()
                    .table(table.name())
                    .orElseThrow(() -> new BackupRefused("the backup holds nothing of the table " + table.name()));
            fill(table, told);
            count(told);
            number(table, told);
        }
        for (Manifest.Table told : backup.manifest().tables()) {
            if (layout.tables().stream().noneMatch(table -> table.name().equals(told.name()))) {
                throw new BackupRefused("the backup holds the table " + told.name() + ", for which there is no place");
            }
        }
    }

    private void fill(Layout.Table table, Manifest.Table told) throws SQLException, IOException, BackupRefused {
        List<Kind> kinds = new ArrayList<>();
        for (String column : told.columns()) {
            kinds.add(table.columns().stream()
                    .filter(one -> one.name().equals(column))
                    .map(Layout.Column::kind)
                    .findFirst()
                    .orElseThrow(() -> new BackupRefused("the table " + told.name() + " has no column " + column)));
        }
        // the number of a row is kept also where the database would give it
        String insert = "insert into " + told.name() + " (" + String.join(", ", told.columns()) + ")"
                + (table.counting().isPresent() ? " overriding system value" : "") + " values ("
                + String.join(", ", Collections.nCopies(kinds.size(), "?")) + ")";
        try (PreparedStatement row = database.prepareStatement(insert);
                InputStream in = backup.read(told.entry());
                // by way of a parser: of a stream, Jackson would take the first row for all rows
                JsonParser parser = JSON.createParser(in);
                MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(parser)) {
            int waiting = 0;
            while (lines.hasNextValue()) {
                set(row, kinds, lines.nextValue());
                row.addBatch();
                waiting++;
                if (waiting == AT_ONCE) {
                    row.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                row.executeBatch();
            }
        }
    }

    private void set(PreparedStatement row, List<Kind> kinds, JsonNode values) throws SQLException {
        for (int i = 0; i < kinds.size(); i++) {
            JsonNode value = values.get(i);
            if (value.isNull()) {
                row.setNull(i + 1, Types.NULL);
            } else if (postgres && value.isTextual()) {
                kinds.get(i).set(row, i + 1, TextNode.valueOf(Column.plain(value.textValue())));
            } else {
                kinds.get(i).set(row, i + 1, value);
            }
        }
    }

    private void count(Manifest.Table told) throws SQLException, BackupRefused {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + told.name())) {
            rows.next();
            if (rows.getLong(1) != told.rows()) {
                throw new BackupRefused("the backup tells of " + told.rows() + " rows of " + told.name()
                        + ", but holds " + rows.getLong(1));
            }
        }
    }

    /** Numbers go on where they were: one that was given is not given again, also where its row is gone. */
    private void number(Layout.Table table, Manifest.Table told) throws SQLException {
        if (table.counting().isPresent() && told.next() != null) {
            try (Statement statement = database.createStatement()) {
                statement.execute("alter table " + table.name() + " alter column "
                        + table.counting().get() + " restart with " + told.next());
            }
        }
    }
}

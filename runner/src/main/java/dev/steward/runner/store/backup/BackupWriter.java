package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.store.migration.Migrations;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;

/** Writes a database, as it is at one moment, and files beside it as one zip file; whatever is written meanwhile goes on. */
public final class BackupWriter {

    /** ASCII alone: output of hosts may hold half a character, which UTF-8 has no form for and a database keeps. */
    static final JsonFactory LINES =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final DataSource database;
    private final Map<String, Path> files;
    private final String version;

    /**
     * A writer.
     *
     * @param database is asked through one connection
     * @param files by their place in the backup; one that is gone meanwhile is left out
     * @param version of this Steward
     */
    public BackupWriter(DataSource database, Map<String, Path> files, String version) {
        this.database = database;
        this.files = Map.copyOf(files);
        this.version = version;
    }

    /**
     * Writes; the stream is left open.
     *
     * @param now for the record
     * @return what was written
     * @throws IOException when it cannot be written
     * @throws IllegalStateException when the database cannot be read
     */
    public Manifest write(OutputStream out, Instant now) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        Parts parts = new Parts(zip, new ArrayList<>());
        try (Connection connection = database.getConnection();
                Rows rows = Rows.of(connection)) {
            Layout layout = rows.layout();
            List<Manifest.Table> tables = new ArrayList<>();
            for (Layout.Table table : layout.tables()) {
                tables.add(table(rows, table, parts));
            }
            for (Map.Entry<String, Path> file :
                    files.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                file(file.getKey(), file.getValue(), parts);
            }
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    version,
                    now.toString(),
                    rows.name(),
                    Migrations.names(),
                    tables,
                    layout.leftOut(),
                    parts.written());
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            zip.closeEntry();
            zip.finish();
            return manifest;
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be read for a backup: " + e.getMessage(), e);
        }
    }

    private static Manifest.Table table(Rows rows, Layout.Table table, Parts parts) throws SQLException, IOException {
        Manifest.Table told = new Manifest.Table(table.name(), table.names(), 0, null);
        long[] count = {0};
        try (JsonGenerator json = LINES.createGenerator(parts.begin(told.entry()), JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            rows.each(table, row -> {
                json.writeStartArray();
                for (int i = 0; i < table.columns().size(); i++) {
                    table.columns().get(i).kind().write(row, i + 1, json);
                }
                json.writeEndArray();
                count[0]++;
            });
        }
        Long next =
                table.counting().isPresent() ? rows.next(table, table.counting().get()) : null;
        return new Manifest.Table(table.name(), table.names(), count[0], next);
    }

    private static void file(String name, Path file, Parts parts) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException goneMeanwhile) {
            return;
        }
        try (OutputStream part = parts.begin(Manifest.FILES + name)) {
            part.write(content);
        }
    }

    /** The parts of the file as they are written; closing one's stream ends it. */
    private record Parts(ZipOutputStream zip, List<Manifest.Entry> written) {

        OutputStream begin(String name) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            return new Part(name, sha256());
        }

        private final class Part extends FilterOutputStream {

            private final String name;
            private final MessageDigest digest;
            private long bytes;

            Part(String name, MessageDigest digest) {
                super(new DigestOutputStream(zip, digest));
                this.name = name;
                this.digest = digest;
            }

            @Override
            public void write(int one) throws IOException {
                out.write(one);
                bytes++;
            }

            @Override
            public void write(byte[] some, int from, int count) throws IOException {
                out.write(some, from, count);
                bytes += count;
            }

            /** What is packed is not pushed along with every row. */
            @Override
            public void flush() {}

            @Override
            public void close() throws IOException {
                zip.closeEntry();
                written.add(new Manifest.Entry(name, bytes, HexFormat.of().formatHex(digest.digest())));
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }
}

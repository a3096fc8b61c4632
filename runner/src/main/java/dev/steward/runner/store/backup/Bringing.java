package dev.steward.runner.store.backup;

import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.postgres.Held;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings what a backup holds into a PostgreSQL database that holds nothing, and then looks whether the database gives back every row of it.
 * Killed at whichever moment, the database holds nothing that a server begins with, and it can be done again.
 */
public final class Bringing {

    private static final String WORK = "bringing";
    private static final String AFTERWARDS = "afterwards.zip";

    private final StoreConfig store;
    private final String version;

    /**
     * Into a database.
     *
     * @param version of this Steward
     */
    public Bringing(StoreConfig store, String version) {
        this.store = store;
        this.version = version;
    }

    /**
     * Brings.
     *
     * @param backup verified
     * @param dir a folder that is ours, for what is written meanwhile
     * @return the database's name in sentences
     * @throws BackupRefused when a newer Steward made it, or the database holds a history
     * @throws dev.steward.runner.store.trouble.StoreException when the database cannot be used
     */
    public String bring(BackupFile backup, Path dir, Instant now) throws BackupRefused, IOException {
        backup.fits();
        Path work = dir.resolve(WORK);
        Restoring.remove(work);
        Files.createDirectory(work, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            return brought(backup, work, now);
        } finally {
            Restoring.remove(work);
        }
    }

    private String brought(BackupFile backup, Path work, Instant now) throws BackupRefused, IOException {
        try (Held held = Held.of(store)) {
            try {
                empty(held);
                Migrations.apply(held.connections(), backup.manifest().schema());
                fill(held, backup);
                compare(held, backup, work.resolve(AFTERWARDS), now);
                Migrations.apply(held.connections());
                held.whole();
                return held.name();
            } catch (SQLException | IllegalStateException e) {
                throw held.failed(e);
            }
        }
    }

    private static void empty(Held held) throws SQLException, BackupRefused {
        if (!Migrations.none(held.connections())) {
            List<String> tables;
            try (Connection connection = held.connections().getConnection()) {
                tables = Layout.of(connection).tables().stream()
                        .map(Layout.Table::name)
                        .toList();
            }
            if (!held.free(tables)) {
                throw new BackupRefused(held.name() + " holds a history already, and keeps it: nothing was changed."
                        + " Name an empty database in store.url");
            }
            held.clear();
        }
    }

    private static void fill(Held held, BackupFile backup) throws SQLException, IOException, BackupRefused {
        try (Connection connection = held.connections().getConnection()) {
            connection.setAutoCommit(false);
            new Filling(connection, backup).fill();
            Held.mark(connection);
            connection.commit();
        }
    }

    private void compare(Held held, BackupFile backup, Path file, Instant now)
            throws IOException, BackupRefused, SQLException {
        Files.deleteIfExists(file);
        try (OutputStream out = Private.create(file)) {
            new BackupWriter(held.connections(), Map.of(), version).write(out, now);
        }
        try (BackupFile there = BackupFile.open(file)) {
            there.verify();
            Map<String, String> was = Sums.of(backup);
            Map<String, String> is = Sums.of(there);
            List<String> other = was.keySet().stream()
                    .filter(table -> !was.get(table).equals(is.get(table)))
                    .toList();
            if (!other.isEmpty() || was.size() != is.size()) {
                held.clear();
                throw new BackupRefused(held.name() + " does not give back what was written to "
                        + other.stream().collect(Collectors.joining(", "))
                        + "; it was emptied again, and what is here stays as it was");
            }
        }
    }
}

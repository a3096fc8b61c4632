package dev.steward.runner.store.backup;

import dev.steward.runner.store.disk.JournaledPath;
import dev.steward.runner.store.migration.Beginning;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.migration.Recovery;
import dev.steward.runner.store.trouble.StoreTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Restores a backup into a state directory that is ours. The database is made beside the one that is there and takes its place in
 * one step at the very end: whatever happens before, the old one is untouched.
 */
public final class Restoring {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    private static final String WORK = "restoring";

    private final Path dir;

    /** Into a state directory. */
    public Restoring(Path dir) {
        this.dir = dir;
    }

    /** The history that is there already, which restoring would put aside. */
    public Optional<Path> present() {
        Path file = new Beginning(dir).file();
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * Restores.
     *
     * @param backup verified
     * @param now for the name of what is put aside
     * @return where the history that was there is kept; empty: there was none
     * @throws BackupRefused when a newer Steward made it
     * @throws dev.steward.runner.store.trouble.StoreException when the disk is full
     */
    public Optional<Path> restore(BackupFile backup, Instant now) throws BackupRefused, IOException {
        backup.fits();
        Path work = dir.resolve(WORK);
        remove(work);
        Files.createDirectory(work);
        try {
            fill(backup, work);
            return place(new Beginning(work).file(), now);
        } catch (SQLException | RuntimeException e) {
            throw new StoreTrouble(new Beginning(work).file()).restoring(e);
        } finally {
            remove(work);
        }
    }

    private static void fill(BackupFile backup, Path work) throws SQLException, IOException, BackupRefused {
        JdbcDataSource database = new JdbcDataSource();
        database.setUser("sa");
        database.setURL("jdbc:h2:file:"
                + work.resolve("steward").toAbsolutePath().toString().replace(";", "\\;") + ";DB_CLOSE_ON_EXIT=FALSE");
        // held open, since H2 closes its file with the last connection and would look through it again
        try (Connection open = database.getConnection()) {
            List<String> theirs = backup.manifest().schema();
            Migrations.apply(database, theirs);
            new Filling(open, backup).fill();
            Migrations.apply(database);
            // what does not fit on the disk has to be said now: H2 may be silent about it when it closes
            try (Statement statement = open.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }
        compare(backup, database);
    }

    /** A file that lost something on its way to the disk must not take the place of what is there. */
    private static void compare(BackupFile backup, JdbcDataSource database)
            throws SQLException, IOException, BackupRefused {
        database.setURL(database.getURL() + ";IFEXISTS=TRUE");
        try (Connection open = database.getConnection();
                Statement statement = open.createStatement()) {
            for (Layout.Table table : Layout.of(open).tables()) {
                long wanted = backup.manifest().rows(table.name());
                try (ResultSet rows = statement.executeQuery("select count(*) from " + table.name())) {
                    rows.next();
                    if (rows.getLong(1) < wanted) {
                        throw new BackupRefused("Of " + wanted + " rows of " + table.name() + " only "
                                + rows.getLong(1) + " arrived in the restored history; nothing was changed."
                                + " Look whether the disk is full or broken, and do it again");
                    }
                }
            }
        }
    }

    private Optional<Path> place(Path fresh, Instant now) throws IOException {
        Path file = new Beginning(dir).file();
        Private.settle(fresh);
        Optional<Path> kept = Optional.empty();
        if (Files.exists(file)) {
            kept = Optional.of(dir.resolve("before-restore-" + STAMP.format(now) + ".mv.db"));
            // a second name, so that at no moment there is no history
            Files.createLink(kept.get(), file);
            if (Files.exists(JournaledPath.journal(file))) {
                // what was not closed comes to the file that is kept, or is kept beside it
                Recovery.recover(file);
                moveJournal(file, kept.get());
            }
        } else {
            JournaledPath.putAside(file);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Private.settle(dir);
        return kept;
    }

    private static void moveJournal(Path from, Path to) throws IOException {
        if (Files.exists(JournaledPath.journal(from))) {
            Files.move(JournaledPath.journal(from), JournaledPath.journal(to));
        }
    }

    /** A folder and all that is in it; nothing where it is not there. */
    static void remove(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

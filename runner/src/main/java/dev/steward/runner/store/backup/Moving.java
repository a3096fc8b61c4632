package dev.steward.runner.store.backup;

import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.store.disk.JournaledPath;
import dev.steward.runner.store.migration.Beginning;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.store.migration.Recovery;
import dev.steward.runner.store.trouble.StoreTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;

/** Brings the history of a state directory that is ours into a PostgreSQL database. The file is only read: all is done with a copy of it. */
public final class Moving {

    private static final String WORK = "moving";

    private final Path dir;
    private final String version;

    /**
     * From a state directory.
     *
     * @param version of this Steward
     */
    public Moving(Path dir, String version) {
        this.dir = dir;
        this.version = version;
    }

    /** The history that is there; empty: none is. */
    public Optional<Path> present() {
        Path file = new Beginning(dir).file();
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * What was brought where.
     *
     * @param manifest of what
     * @param database the database's name in sentences
     * @param sealed what of it is sealed
     */
    public record Moved(Manifest manifest, String database, SealedParts sealed) {}

    /**
     * Moves.
     *
     * @throws BackupRefused when the database holds a history
     * @throws dev.steward.runner.store.trouble.StoreException when either cannot be used, or the disk is full
     */
    public Moved move(StoreConfig to, Instant now) throws BackupRefused, IOException {
        Path work = dir.resolve(WORK);
        Restoring.remove(work);
        Files.createDirectory(work, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Path file = saved(work, now);
            try (BackupFile backup = BackupFile.open(file)) {
                backup.verify();
                String database = new Bringing(to, version).bring(backup, work, now);
                return new Moved(backup.manifest(), database, SealedParts.of(backup));
            }
        } finally {
            Restoring.remove(work);
        }
    }

    private Path saved(Path work, Instant now) throws IOException {
        Beginning copy = new Beginning(work);
        Path file = work.resolve("history.zip");
        try {
            Path original = new Beginning(dir).file();
            Files.copy(original, copy.file());
            if (Files.exists(JournaledPath.journal(original))) {
                Files.copy(JournaledPath.journal(original), JournaledPath.journal(copy.file()));
            }
            if (Recovery.broken(dir)) {
                Recovery.recover(copy.file());
            }
            JdbcDataSource database = new JdbcDataSource();
            database.setUser("sa");
            database.setURL(JournaledPath.url(work.resolve("steward")) + ";DB_CLOSE_ON_EXIT=FALSE");
            try (Connection open = database.getConnection();
                    OutputStream out = Private.create(file)) {
                // held open, since H2 closes its file with the last connection
                open.setReadOnly(false);
                Migrations.apply(database);
                new BackupWriter(database, Map.of(), version).write(out, now);
            }
            return file;
        } catch (SQLException | RuntimeException e) {
            throw new StoreTrouble(new Beginning(dir).file()).opening(e);
        }
    }
}

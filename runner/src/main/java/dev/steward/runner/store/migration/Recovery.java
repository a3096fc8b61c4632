package dev.steward.runner.store.migration;

import dev.steward.runner.store.disk.JournaledPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a database again whose process was killed. H2 writes a commit's chunk into freed space first and then the file's
 * header that leads to it; killed between the two, the header leads to a chunk that is overwritten, and H2 takes an older one
 * for the newest, though later commits lie whole in the file (seen with 2.4.240: 14 of 859 kills at every moment of writing).
 * Where a note says that the last process did not close the file, all of it is looked through for the newest whole chunk first.
 */
public final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Path file;
    private final Path note;

    /** Of the database in a state directory. */
    public Recovery(Path dir) {
        this.file = dir.resolve("steward.mv.db");
        this.note = dir.resolve("steward.open");
    }

    /**
     * Before the database is opened.
     *
     * @throws IOException when the note cannot be made
     */
    public void begin() throws IOException {
        if (broken(note, file) && Files.exists(file) && Files.size(file) > 0) {
            recover(file);
        }
        if (Files.notExists(note)) {
            Files.createFile(note);
        }
    }

    /** After the database was closed: what it wrote is easily found. */
    public void end() {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.debug("{} stays; the next start looks through the whole database", note, e);
        }
    }

    /** Whether the last process that had a state directory's database did not close it. */
    public static boolean broken(Path dir) {
        Recovery there = new Recovery(dir);
        return broken(there.note, there.file);
    }

    /** A journal stays where not all of it came to the file, as on a full disk. */
    private static boolean broken(Path note, Path file) {
        return Files.exists(note) || Files.exists(JournaledPath.journal(file));
    }

    /** Makes the newest whole chunk the one that the header leads to. What cannot be read is told when it is opened. */
    public static void recover(Path file) {
        try (MVStore store = new MVStore.Builder()
                .fileName(JournaledPath.name(file))
                .recoveryMode()
                .open()) {
            store.commit();
        } catch (MVStoreException e) {
            LOG.debug("{} could not be recovered", file, e);
        }
    }
}

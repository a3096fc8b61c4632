package dev.steward.runner.store.disk;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system for H2 whose files survive a power cut: {@code journaled:} before the name of any other. H2 trusts that what it wrote
 * reaches the disk in order and whole, and never waits for it; a disk promises neither. Here each write stands in a journal beside the
 * file first, which is forced every second, and comes to the file itself only afterwards. After a cut the journal is read up to the
 * first record that is not whole, so the file is again exactly what it was at one moment of the last second, as after a
 * {@code kill -9}, which H2 can take. The order of journal, file and journal's next beginning is that of SQLite's write-ahead log
 * (sqlite.org/wal.html, "Checkpointing" and "The WAL file format").
 */
public final class JournaledPath extends FilePathWrapper {

    private static final String SCHEME = "journaled";

    /** What a journal is named that belongs to no file, after its name. */
    static final String UNUSED = ".unused";

    private static final String SUFFIX = ".journal";

    /** Of a journal, in bytes: so much is written again at most after a cut, which takes a moment. */
    private static final long LONGEST = 32L << 20;

    /** The name by which H2 opens a file with its journal. */
    public static String name(Path file) {
        FilePath.register(new JournaledPath());
        return SCHEME + ":async:" + file.toAbsolutePath();
    }

    /**
     * The same as the beginning of a JDBC URL.
     *
     * @param database the file's name without what H2 adds to it
     */
    public static String url(Path database) {
        return "jdbc:h2:" + name(database).replace(";", "\\;");
    }

    /** Where the journal of a file lies. It is there while the file is in use, and afterwards where it was not closed. */
    public static Path journal(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /**
     * Puts aside the journal of a file that is not there any more: it may be what makes the file whole, wherever that is now.
     *
     * @throws IOException when it is there and stays
     */
    public static void putAside(Path file) throws IOException {
        Path journal = journal(file);
        if (Files.exists(journal)) {
            Files.move(journal, journal.resolveSibling(journal.getFileName() + UNUSED), REPLACE_EXISTING);
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    /**
     * Opens a file, and finishes what a journal of it holds.
     *
     * @throws IOException when that is not possible, as on a full disk, or where it is in use
     */
    @Override
    public FileChannel open(String mode) throws IOException {
        FilePath file = getBase();
        return JournaledChannel.open(file.open(mode), FilePath.get(file + SUFFIX), LONGEST);
    }
}

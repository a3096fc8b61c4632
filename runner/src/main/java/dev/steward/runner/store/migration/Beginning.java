package dev.steward.runner.store.migration;

import dev.steward.runner.store.disk.JournaledPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a database that is being made from one that was emptied: a note lies beside the file until it holds its first
 * tables, so that a first start that broke off may begin again, and a file that lost its content is never taken for new.
 */
public final class Beginning {

    private final Path file;
    private final Path note;

    /** Of the database in a state directory. */
    public Beginning(Path dir) {
        this.file = dir.resolve("steward.mv.db");
        this.note = dir.resolve("steward.beginning");
    }

    /** The database's file, there or not. */
    public Path file() {
        return file;
    }

    /**
     * Whether the database is new, or was when an earlier start broke off.
     *
     * @throws IOException when the note cannot be made
     */
    public boolean begin() throws IOException {
        if (Files.notExists(file)) {
            JournaledPath.putAside(file);
            Files.deleteIfExists(note);
            Files.createFile(note);
        }
        return Files.exists(note);
    }

    /**
     * From here on it holds its tables.
     *
     * @throws IOException when the note cannot be removed
     */
    public void end() throws IOException {
        Files.deleteIfExists(note);
    }
}

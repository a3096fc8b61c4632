package dev.steward.web.admin;

import dev.steward.web.format.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much a state directory takes, in words.
 *
 * @param database its file and what is on the way to it
 * @param all everything in it
 * @param free what the disk has left
 */
public record StateSize(String database, String all, String free) {

    static StateSize of(Path folder) {
        return new StateSize(
                Amounts.bytes(file(folder.resolve("steward.mv.db")) + file(folder.resolve("steward.mv.db.journal"))),
                Amounts.bytes(below(folder)),
                free(folder));
    }

    private static long below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(StateSize::file).sum();
        } catch (IOException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }

    /** A file may go while it is looked at. */
    private static long file(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String free(Path folder) {
        try {
            return Amounts.bytes(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException unknown) {
            return "not known";
        }
    }
}

package dev.steward.runner.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes decrypted files away: their bytes are overwritten first. Disks and file systems that write elsewhere keep the old
 * bytes nevertheless; therefore decrypted texts are put into memory file systems where there is one.
 */
final class Shredding {

    private static final int PIECE = 1 << 16;

    private Shredding() {}

    static void write(FileChannel out, byte[] content) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    static void overwrite(FileChannel file) throws IOException {
        long size = file.size();
        for (long at = 0; at < size; ) {
            at += file.write(ByteBuffer.allocate((int) Math.min(PIECE, size - at)), at);
        }
        file.force(true);
    }

    /** Overwrites and removes a file or a folder with all in it; null or gone is well. What does not succeed is left. */
    static void away(Path path) {
        if (path == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            inside(path).forEach(Shredding::away);
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                overwrite(file);
            } catch (IOException notOurs) {
                // it is removed all the same
            }
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // nothing more can be done here
        }
    }

    private static List<Path> inside(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}

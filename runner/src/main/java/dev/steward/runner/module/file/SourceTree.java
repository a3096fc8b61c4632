package dev.steward.runner.module.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A local folder to be copied: its folders and files in order, links followed.
 *
 * @param entries folders before what is in them
 * @param size of all files' contents, in bytes
 */
record SourceTree(List<Entry> entries, long size) {

    private static final int ENTRIES = 10_000;
    private static final long BYTES = 256L << 20;

    /**
     * One of them.
     *
     * @param name relative to the folder, with slashes
     * @param size of a file's content; 0 for a folder
     * @param mode as it has it here
     */
    record Entry(String name, Path path, boolean folder, long size, int mode) {}

    /**
     * Reads a folder.
     *
     * @throws IOException with a message for the operator: it cannot be read, or is larger than a playbook's files may be
     */
    static SourceTree of(Path root) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long size = 0;
        try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (Iterator<Path> each = all.skip(1).iterator(); each.hasNext(); ) {
                Entry entry = entry(root, each.next());
                entries.add(entry);
                size += entry.size();
                if (entries.size() > ENTRIES || size > BYTES) {
                    throw new IOException("the folder " + root + " is too large to copy: more than " + ENTRIES
                            + " entries or " + (BYTES >> 20) + " MiB; pack it and unpack it on the host");
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw new IOException(
                    e.getCause() instanceof FileSystemLoopException
                            ? "a link in " + root + " leads back into its own folder: "
                                    + e.getCause().getMessage()
                            : "cannot read " + root + ": " + e.getCause().getMessage(),
                    e);
        }
        entries.sort((a, b) -> a.name().compareTo(b.name()));
        return new SourceTree(List.copyOf(entries), size);
    }

    private static Entry entry(Path root, Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (!folder && !Files.isRegularFile(path)) {
            throw new IOException(path + " is neither a file nor a folder and cannot be copied");
        }
        return new Entry(root.relativize(path).toString(), path, folder, folder ? 0 : Files.size(path), modeOf(path));
    }

    /** A file's permissions as a number. */
    static int modeOf(Path path) throws IOException {
        Set<PosixFilePermission> set = Files.getPosixFilePermissions(path);
        int bits = 0;
        for (PosixFilePermission each : set) {
            // OWNER_READ is the first of nine
            bits |= 0400 >> each.ordinal();
        }
        return bits;
    }

    /**
     * Writes the archive of it.
     *
     * @param sums the checksums of contents in place of the contents
     * @param mode of all files; empty: as they have it here
     * @param wanted which files are in it; folders are all
     */
    void write(OutputStream out, Instant time, boolean sums, Optional<Integer> mode, Predicate<String> wanted)
            throws IOException {
        TarWriter tar = new TarWriter(out, time);
        for (Entry entry : entries) {
            if (entry.folder()) {
                tar.folder(entry.name());
            } else if (wanted.test(entry.name())) {
                byte[] content = Files.readAllBytes(entry.path());
                byte[] sent = sums ? FileWriter.sha256(content).getBytes(StandardCharsets.US_ASCII) : content;
                tar.file(entry.name(), mode.orElse(entry.mode()), sent.length);
                out.write(sent);
                tar.pad(sent.length);
            }
        }
        tar.end();
    }
}

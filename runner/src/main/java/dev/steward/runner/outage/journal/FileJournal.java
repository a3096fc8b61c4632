package dev.steward.runner.outage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a file of the state directory, each entry forced to disk before the next step. Where the disk is full, read-only
 * or gone, the outage goes on with what is in memory, and each further entry tries the disk again.
 */
public final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final String NAME = "outage.journal";
    private static final int KEPT = 50;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Path file;
    private final Deque<String> unwritten = new ArrayDeque<>();
    private Past past = Past.none();
    private FileChannel channel;
    private boolean torn;
    private Optional<String> trouble = Optional.empty();

    private FileJournal(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    /**
     * Opens the journal of a folder, which is made (0700) where it does not exist. What the last process left is its past; a line that
     * was not finished counts for nothing.
     */
    public static FileJournal open(Path folder) {
        FileJournal journal = new FileJournal(folder);
        try {
            journal.read();
        } catch (NoSuchFileException e) {
            LOG.debug("no outage was left by another process");
        } catch (IOException e) {
            journal.failed(e);
        }
        return journal;
    }

    private void read() throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        torn = end < text.length();
        for (String line : text.substring(0, end).split("\n")) {
            Optional<Entry> entry = Line.read(line);
            entry.ifPresent(past::add);
            if (entry.isEmpty() && !line.isBlank()) {
                LOG.error("a line of {} is damaged and counts for nothing: {}", file, line);
            }
        }
    }

    @Override
    public synchronized void append(Entry entry) {
        unwritten.add(Line.of(entry));
        past.add(entry);
        try {
            write();
            trouble = Optional.empty();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void write() throws IOException {
        if (channel == null) {
            channel = opened();
        }
        StringBuilder text = new StringBuilder(torn ? "\n" : "");
        unwritten.forEach(text::append);
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        torn = true;
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
        torn = false;
        unwritten.clear();
    }

    private FileChannel opened() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel opened = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // the name of a new file is on disk only when its folder is
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return opened;
    }

    private void failed(IOException e) {
        String words = "The journal of the outage cannot be kept in " + file + " (" + e.getMessage()
                + "): it goes on in memory, and would not be known after a restart; free space or make the folder"
                + " writable";
        if (trouble.isEmpty()) {
            LOG.error(words);
        }
        trouble = Optional.of(words);
        close();
    }

    @Override
    public synchronized Past past() {
        return past;
    }

    @Override
    public synchronized Optional<String> trouble() {
        return trouble;
    }

    @Override
    public synchronized void aside(Instant at) {
        close();
        try {
            if (Files.exists(file)) {
                Files.move(
                        file,
                        folder.resolve("outage-" + STAMP.format(at) + ".journal"),
                        StandardCopyOption.ATOMIC_MOVE);
            }
            prune();
        } catch (IOException e) {
            failed(e);
        }
        past = Past.none();
        unwritten.clear();
        torn = false;
    }

    private void prune() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> old = all.filter(path -> path.getFileName().toString().matches("outage-.*\\.journal"))
                    .sorted(Comparator.reverseOrder())
                    .skip(KEPT)
                    .toList();
            for (Path path : old) {
                Files.delete(path);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("the journal did not close", e);
            }
            channel = null;
        }
    }
}

package dev.steward.runner.power.hint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder in which upsmon's NOTIFYCMD leaves its word. Everybody of the group {@code nut} can write there, so nothing in it is trusted:
 * each file is moved out of their reach before it is looked at, links are never followed, and what is no hint is deleted and counted.
 * Not thread-safe.
 */
public final class HintSpool {

    /** The longest hint in bytes. */
    static final int LONGEST = 4 * 1024;
    /** The most files that one look reads; the rest is deleted. */
    static final int MOST = 1000;
    /** The most files that one look deletes: more wait for the next. */
    static final int MOST_DELETED = 20_000;
    /** How long a file may be in the making. */
    private static final Duration MAKING = Duration.ofMinutes(1);

    private final Path folder;
    private long number;

    /**
     * A spool.
     *
     * @param folder need not be there yet
     */
    public HintSpool(Path folder) {
        this.folder = folder;
    }

    /**
     * What one look found.
     *
     * @param hints in no particular order
     * @param thrownAway how many files were deleted that were no hints, or too many
     * @param more whether there were too many: a hint may have been among them
     */
    public record Found(List<Hint> hints, long thrownAway, boolean more) {

        public Found {
            hints = List.copyOf(hints);
        }

        /** Whether the UPSes are to be asked at once. */
        public boolean wakes() {
            return more || !hints.isEmpty();
        }
    }

    /**
     * Takes everything that is there.
     *
     * @param now the wall clock, to tell what is still being written from what was left behind
     * @throws IOException where the folder cannot be read, or is not ours to take from
     */
    public Found take(Instant now) throws IOException {
        Path taken = room();
        List<Hint> hints = new ArrayList<>();
        long thrownAway = 0;
        int seen = 0;
        boolean more = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (making(file, now)) {
                    continue;
                }
                if (++seen > MOST_DELETED) {
                    break;
                }
                if (seen > MOST) {
                    boolean gone = thrown(file);
                    thrownAway += gone ? 1 : 0;
                    more |= gone;
                    continue;
                }
                Optional<Hint> hint = read(file, taken);
                hint.ifPresent(hints::add);
                thrownAway += hint.isPresent() || Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? 0 : 1;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new Found(hints, thrownAway, more);
    }

    /** A name with a dot is one that the script has not finished; after a minute nobody will. */
    private static boolean making(Path file, Instant now) throws IOException {
        if (!file.getFileName().toString().startsWith(".")) {
            return false;
        }
        try {
            Instant changed =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            return Duration.between(changed, now).abs().compareTo(MAKING) < 0;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Empty where it is no hint; then it may still lie in the folder. */
    private Optional<Hint> read(Path file, Path taken) throws IOException {
        Path mine = taken.resolve(Long.toString(number++));
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            thrown(file);
            return Optional.empty();
        }
        try {
            Files.move(file, mine, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // gone meanwhile
            return Optional.empty();
        }
        try {
            BasicFileAttributes kind = Files.readAttributes(mine, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!kind.isRegularFile() || kind.size() > LONGEST) {
                return Optional.empty();
            }
            return Hint.of(text(mine));
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            thrown(mine);
        }
    }

    /** No more than was measured, though whoever holds it open may still write. */
    private static String text(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                continue;
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** Deletes a file, or an empty folder; what cannot be deleted is left where it is. */
    private static boolean thrown(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A folder beside it, where nobody else can write: nothing in it changes between the look and the reading. */
    private Path room() throws IOException {
        Path room = folder.toAbsolutePath().resolveSibling("." + folder.getFileName() + "-taken");
        try {
            Files.createDirectory(
                    room, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            return room;
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "the folder above " + folder
                            + " does not belong to Steward, who needs a place there to take hints to",
                    e);
        }
        return room;
    }
}

package dev.steward.runner.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file of keys, one a line: the first one seals, each of them opens what it sealed. Lines with {@code #} are notes.
 *
 * @param path of it
 */
public record KeyFile(Path path) {

    /** How long a key is in base64. */
    private static final int PADDED = 44;

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Whether it is written as a key, perhaps after a folder: who wrote it took the path for the key itself. */
    private boolean isKey() {
        String text = path.toString();
        // letters of a key may be slashes, and those of a path are letters of a key
        boolean ends = text.endsWith("=")
                && text.length() >= PADDED
                && SealKey.read(text.substring(text.length() - PADDED)).isPresent();
        return ends || SealKey.read(String.valueOf(path.getFileName())).isPresent();
    }

    /** Makes one at this path, in a shell. */
    public String command() {
        return "(umask 077; openssl rand -base64 32 > " + path + ")";
    }

    /**
     * How many keys it holds.
     *
     * @throws SealException where it cannot be used
     */
    public int count() {
        return read().size();
    }

    /** At least one. */
    List<SealKey> read() {
        List<SealKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                int at = number;
                keys.add(SealKey.read(text)
                        .orElseThrow(() -> new SealException(path + ": line " + at
                                + " is no key; a key is 32 random bytes in base64 or hex, as 'openssl rand -base64 32'"
                                + " writes them")));
            }
        }
        if (keys.isEmpty()) {
            throw new SealException(path + " holds no key; bring back the one it held, or make one: " + command());
        }
        return keys;
    }

    private List<String> lines() {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
            if (!OWNER.containsAll(mode)) {
                throw new SealException(path + " has mode " + PosixFilePermissions.toString(mode)
                        + "; others than its owner could use it: chmod 0600 " + path);
            }
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            if (isKey()) {
                // said without it: the log would hold the key
                throw new SealException(
                        "what is named is a key itself and no file; write a new key into a file of mode 0600,"
                                + " (umask 077; openssl rand -base64 32 > /etc/steward/seal.key), and name that file");
            }
            throw new SealException(path + " does not exist; bring it back from the machine where it was made, or make"
                    + " one: " + command());
        } catch (AccessDeniedException e) {
            String user = System.getProperty("user.name");
            throw new SealException(path + " cannot be read by the user " + user
                    + "; it is to belong to the user who runs Steward: chown " + user + " " + path);
        } catch (IOException e) {
            throw new SealException(path + " cannot be read (" + e.getClass().getSimpleName()
                    + "); it is to be a file of the user who runs Steward: ls -l " + path);
        }
    }

    /**
     * Makes it with these keys. It is there whole or not at all, and on the disk before anything is sealed with it: what was sealed
     * with a key that a power cut took away would be lost.
     */
    void make(List<SealKey> keys) {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER))) {
                ByteBuffer text = StandardCharsets.US_ASCII.encode(
                        keys.stream().map(key -> key.text() + "\n").collect(Collectors.joining()));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new SealException(
                    path + " cannot be made (" + e.getMessage() + "); see whether the disk is full or read-only: df "
                            + path.toAbsolutePath().getParent());
        }
    }
}

package dev.steward.runner.control;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Where the local socket of a state directory is. */
public final class SocketPath {

    /** The kernel takes 107 bytes (unix(7)). */
    private static final int LONGEST = 100;

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private SocketPath() {}

    /**
     * In the directory itself; where that path is too long for a socket, in a folder of this user's own in the temporary
     * folder.
     *
     * @param stateDir any path
     * @throws IOException when both paths are too long, or that folder is somebody else's, or open to others: who can put a socket there would be told
     *     passwords
     */
    public static Path of(Path stateDir) throws IOException {
        return of(stateDir, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Path of(Path stateDir, Path temporary) throws IOException {
        Path inside = stateDir.toAbsolutePath().normalize().resolve("steward.sock");
        byte[] bytes = inside.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST) {
            return inside;
        }
        long user = new UnixSystem().getUid();
        Path folder = temporary.resolve("steward-" + user);
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException known) {
            require(folder, user);
        }
        Path socket = folder.resolve(UUID.nameUUIDFromBytes(bytes) + ".sock");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IOException("The paths of the state directory and of the temporary folder " + temporary
                    + " are both too long for a local socket. Set STEWARD_HOME to a path shorter than 88 characters.");
        }
        return socket;
    }

    private static void require(Path folder, long user) throws IOException {
        boolean own = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && ((Number) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue() == user;
        if (!own || !Files.getPosixFilePermissions(folder).equals(PRIVATE)) {
            throw new IOException("The local socket would be in " + folder + ", which is "
                    + (own ? "open to other users" : "not a folder of this user") + ". "
                    + (own ? "Run: chmod 700 " + folder : "Have it removed")
                    + ", or set STEWARD_HOME to a path shorter than 88 characters.");
        }
    }
}

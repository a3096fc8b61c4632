package dev.steward.runner.control;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** Where the local socket of a state directory is. */
public final class SocketPath {

    /** The kernel takes 107 bytes (unix(7)). */
    private static final int LONGEST = 100;

    private SocketPath() {}

    /**
     * In the directory itself; where that path is too long for a socket, under the user's own name in the temporary folder.
     *
     * @param stateDir absolute
     */
    public static Path of(Path stateDir) {
        Path inside = stateDir.toAbsolutePath().normalize().resolve("steward.sock");
        byte[] bytes = inside.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST) {
            return inside;
        }
        String user = System.getProperty("user.name", "user");
        return Path.of(
                System.getProperty("java.io.tmpdir"), "steward-" + user, UUID.nameUUIDFromBytes(bytes) + ".sock");
    }
}

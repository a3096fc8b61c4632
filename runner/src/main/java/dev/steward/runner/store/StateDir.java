package dev.steward.runner.store;

import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state directory, owned by one process at a time. The lock is the operating system's, so it ends with the process,
 * even by {@code kill -9}; who owns it stands in a file beside it.
 */
public final class StateDir implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateDir.class);
    private static final String LOCK = "steward.lock";
    private static final String OWNER = "steward.owner";

    private static final String SERVER = "steward.server";

    private final Path path;
    private final Owner owner;
    private final FileChannel channel;

    private StateDir(Path path, Owner owner, FileChannel channel) {
        this.path = path;
        this.owner = owner;
        this.channel = channel;
    }

    /** What came of opening a state directory. */
    public sealed interface Opened {

        /** It is ours until closed. */
        record Ours(StateDir dir) implements Opened {}

        /**
         * Another process (or another part of this one) owns it.
         *
         * @param path the directory
         * @param owner who; empty in the instant between its lock and its note
         */
        record Theirs(Path path, Optional<Owner> owner) implements Opened {

            /** One sentence for the operator, with the next step. */
            public String message() {
                return "another Steward owns " + path
                        + owner.map(o -> ": " + o.what() + ", pid " + o.pid() + ", since " + o.since())
                                .orElse("")
                        + "; stop it, or set STEWARD_HOME to another directory";
            }
        }
    }

    /**
     * Who owns a state directory.
     *
     * @param pid of the process
     * @param since when it opened the directory
     * @param what it does, as "serve" or "run weekly-updates.groovy"
     */
    public record Owner(long pid, Instant since, String what) {}

    /**
     * Opens a state directory, made (0700) where it does not exist.
     *
     * @param path the directory
     * @param what this process does, for a second one to read
     * @param time for the owner's note
     * @throws Anothers when this is root and the directory another user's, and nobody owns it at the moment
     * @throws IOException when it can be neither made nor locked
     */
    public static Opened open(Path path, String what, Time time) throws IOException {
        Path dir = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(dir)) {
            Files.createDirectories(
                    dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Optional<String> user = anothers(dir);
        if (user.isPresent() && !Files.exists(dir.resolve(LOCK))) {
            throw new Anothers(user.get());
        }
        FileChannel channel = FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            return new Opened.Theirs(dir, owner(dir));
        }
        if (user.isPresent()) {
            channel.close();
            throw new Anothers(user.get());
        }
        Owner owner = new Owner(ProcessHandle.current().pid(), time.now(), what);
        try {
            note(dir, owner);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new Opened.Ours(new StateDir(dir, owner, channel));
    }

    /**
     * Opens a state directory that {@link #open} cannot: the disk is full, read-only or gone, and there is work that does not wait
     * for one. A process that owns it is still seen, where its lock can be read at all.
     */
    public static Opened openWithoutDisk(Path path, String what, Time time) {
        Path dir = path.toAbsolutePath().normalize();
        Owner owner = new Owner(ProcessHandle.current().pid(), time.now(), what);
        try {
            FileChannel channel = FileChannel.open(dir.resolve(LOCK), StandardOpenOption.READ);
            // an exclusive lock needs a channel that writes; a shared one is refused where another has that
            if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                channel.close();
                return new Opened.Theirs(dir, owner(dir));
            }
            return new Opened.Ours(new StateDir(dir, owner, channel));
        } catch (OverlappingFileLockException thisProcess) {
            return new Opened.Theirs(dir, owner(dir));
        } catch (IOException noLock) {
            return new Opened.Ours(new StateDir(dir, owner, null));
        }
    }

    /** A directory of another user, who could not change what root leaves there: the service would not start any more. */
    public static final class Anothers extends IOException {

        private static final long serialVersionUID = 1;

        private final String user;

        private Anothers(String user) {
            super("it belongs to the user " + user + ", who could not change what root writes there");
            this.user = user;
        }

        /** Whose it is. */
        public String user() {
            return user;
        }
    }

    private static Optional<String> anothers(Path dir) throws IOException {
        return "root".equals(System.getProperty("user.name"))
                        && !Integer.valueOf(0).equals(Files.getAttribute(dir, "unix:uid"))
                ? Optional.of(Files.getOwner(dir).getName())
                : Optional.empty();
    }

    /** Who owns a directory by its note; empty where there is none that can be read. The owner may be dead. */
    public static Optional<Owner> owner(Path dir) {
        try {
            String[] lines = Files.readString(dir.resolve(OWNER)).split("\n", 3);
            return Optional.of(new Owner(Long.parseLong(lines[0]), Instant.parse(lines[1]), lines[2].strip()));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException thisProcess) {
            return null;
        }
    }

    private static void note(Path dir, Owner owner) throws IOException {
        Path fresh = dir.resolve(OWNER + ".new");
        Files.writeString(fresh, owner.pid() + "\n" + owner.since() + "\n" + owner.what() + "\n");
        Files.move(fresh, dir.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The directory, absolute. */
    public Path path() {
        return path;
    }

    /** This process's own note. */
    public Owner owner() {
        return owner;
    }

    /** The server that worked with this directory last; it is no more, since the directory is ours. Empty: unknown. */
    Optional<String> formerServer() {
        try {
            return Optional.of(Files.readString(path.resolve(SERVER)).strip());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** Notes which server works with it now. Where the disk refuses, the next one waits until the others have given this one up. */
    void noteServer(String id) {
        try {
            Path fresh = path.resolve(SERVER + ".new");
            Files.writeString(fresh, id + "\n");
            Files.move(
                    fresh, path.resolve(SERVER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException refused) {
            LOG.debug("the server's id could not be noted", refused);
        }
    }

    /** Gives the directory up. The files stay: removing a locked file would let two processes lock two files. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}

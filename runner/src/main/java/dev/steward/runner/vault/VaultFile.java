package dev.steward.runner.vault;

import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that a vault closes or opens. It is replaced at once: a killed process leaves the old content or the new one, never a
 * part. Owner, group and mode stay; a link stays a link.
 */
public final class VaultFile {

    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    /** A file that is there, or shall be. */
    public VaultFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What is in it. */
    public byte[] read() throws VaultException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new VaultException("does not exist");
        } catch (AccessDeniedException e) {
            throw new VaultException("may not be read by this user");
        } catch (IOException e) {
            throw new VaultException(Files.isDirectory(path) ? "is a folder" : "cannot be read: " + e.getMessage());
        }
    }

    /** Whether a content is a vault envelope as a whole. */
    public static boolean isClosed(byte[] content) {
        byte[] header = AnsibleVault.HEADER.getBytes(StandardCharsets.US_ASCII);
        return content.length >= header.length && Arrays.equals(content, 0, header.length, header, 0, header.length);
    }

    /** Whether everybody on this machine can read it. */
    public boolean isOpenToAll() throws VaultException {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            throw new VaultException("cannot be looked at: " + e.getMessage());
        }
    }

    /**
     * Replaces its content; makes it, for its owner alone, where it is not there.
     *
     * @param content all of it
     * @param shred whether the old content is a secret, whose bytes on the disk are overwritten as far as that helps
     * @throws VaultException where that is impossible; then the file is as it was
     */
    public void replace(byte[] content, boolean shred) throws VaultException {
        Path beside = null;
        try {
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path folder = target.getParent();
            beside = Files.createTempFile(
                    folder, "." + target.getFileName() + ".", ".new", PosixFilePermissions.asFileAttribute(MINE));
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                Shredding.write(out, content);
                out.force(true);
            }
            if (Files.exists(target)) {
                keepOwner(target, beside);
            }
            move(beside, target, shred);
            beside = null;
            try (FileChannel kept = FileChannel.open(folder)) {
                kept.force(true);
            }
        } catch (AccessDeniedException e) {
            throw new VaultException("cannot be replaced: this user may not write " + e.getFile());
        } catch (IOException e) {
            throw new VaultException("cannot be replaced: " + e.getMessage());
        } finally {
            Shredding.away(beside);
        }
    }

    private static void keepOwner(Path from, Path to) throws IOException, VaultException {
        PosixFileAttributes was = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes now = Files.readAttributes(to, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        try {
            if (!was.owner().equals(now.owner())) {
                view.setOwner(was.owner());
            }
            if (!was.group().equals(now.group())) {
                view.setGroup(was.group());
            }
        } catch (IOException e) {
            throw new VaultException("would no longer belong to " + was.owner().getName() + ":"
                    + was.group().getName() + "; work as that user, or as root");
        }
        view.setPermissions(was.permissions());
    }

    /** The old file is still open when it has lost its name; one that has another name too is left alone. */
    private static void move(Path beside, Path target, boolean shred) throws IOException {
        boolean there = Files.exists(target);
        boolean alone = there && (int) Files.getAttribute(target, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1;
        if (!(shred && alone && Files.isWritable(target))) {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try (FileChannel old = FileChannel.open(target, StandardOpenOption.WRITE)) {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            Shredding.overwrite(old);
        }
    }
}

package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** OpenSSH's known_hosts files (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"), hashed names included. */
final class KnownHostsFile {

    private final List<Path> files;
    private byte[] before = new byte[0];
    private HostKeyRepository known = new JSch().getHostKeyRepository();

    /**
     * Files read together.
     *
     * @param files those that are not there hold nothing; the first takes new keys
     */
    KnownHostsFile(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** What they hold now; nobody writes into it. Many hosts ask: what did not change is not taken apart for each of them. */
    synchronized HostKeyRepository read() {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (Path file : files) {
                if (Files.isReadable(file)) {
                    all.writeBytes(Files.readAllBytes(file));
                    all.write('\n');
                }
            }
            byte[] now = all.toByteArray();
            if (!Arrays.equals(now, before)) {
                JSch reader = new JSch();
                reader.setKnownHosts(new ByteArrayInputStream(now));
                known = reader.getHostKeyRepository();
                before = now;
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JSchException e) {
            throw new IllegalStateException("known_hosts cannot be read: " + e.getMessage(), e);
        }
    }

    Path first() {
        return files.get(0);
    }

    /** Appends a key; the file is made, private, where there is none. */
    synchronized void add(String host, byte[] key) {
        String line = host + " " + type(key) + " " + Base64.getEncoder().encodeToString(key) + "\n";
        try {
            Path file = first();
            if (file.getParent() != null) {
                Files.createDirectories(
                        file.getParent(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            boolean open = Files.exists(file)
                    && Files.size(file) > 0
                    && !Files.readString(file, StandardCharsets.ISO_8859_1).endsWith("\n");
            Files.writeString(file, (open ? "\n" : "") + line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the host key of " + host + " cannot be kept in " + first(), e);
        }
    }

    /** How a key stands to what is known of a host. */
    Enrol.Standing standing(String host, byte[] key) {
        HostKeyRepository known = read();
        if (known.check(host, key) == HostKeyRepository.OK) {
            return Enrol.Standing.KNOWN;
        }
        HostKey[] others = known.getHostKey(host, null);
        boolean same = others != null
                && List.of(others).stream().anyMatch(o -> type(key).equals(o.getType()));
        return same ? Enrol.Standing.CHANGED : Enrol.Standing.NEW;
    }

    /** Takes out a host's keys of a type, in all the files; a line that names others too keeps those. */
    synchronized void remove(String host, String type) {
        for (Path file : files) {
            if (!Files.isWritable(file)) {
                continue;
            }
            try {
                List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
                List<String> kept = lines.stream()
                        .map(line -> KnownLine.without(line, host, type))
                        .flatMap(Optional::stream)
                        .toList();
                if (!kept.equals(lines)) {
                    Path fresh = file.resolveSibling(file.getFileName() + ".new");
                    Files.write(fresh, kept, StandardCharsets.ISO_8859_1);
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the old key of " + host + " cannot be removed from " + file, e);
            }
        }
    }

    /** The type at the beginning of a public key (RFC 4253 section 6.6). */
    static String type(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        byte[] name = new byte[buffer.getInt()];
        buffer.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** A key's fingerprint as OpenSSH shows it. */
    static String fingerprint(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

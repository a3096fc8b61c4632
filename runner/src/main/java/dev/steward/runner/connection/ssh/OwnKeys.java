package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** One key for one host, so that a key that is lost opens no other host. Such a key is tried first, before all others. */
public final class OwnKeys {

    private static final String FOLDER = "steward";

    private final Path folder;

    /**
     * The keys of a user.
     *
     * @param home the folder {@code ~/.ssh}
     */
    public OwnKeys(Path home) {
        this.folder = home.resolve(FOLDER);
    }

    /** Where the private key of a host lies, if it has one; the name is that of the inventory. */
    public Path file(String host) {
        String name = URLEncoder.encode(host, StandardCharsets.UTF_8).replace("*", "%2A");
        return folder.resolve(name.startsWith(".") ? "%2E" + name.substring(1) : name);
    }

    /**
     * The public key of a host; the pair is made where there is none.
     *
     * @return as a line of authorized_keys has it, without options
     * @throws IOException where it can be neither read nor written
     */
    public String publicKey(String host) throws IOException {
        Path file = file(host);
        if (!Files.exists(file)) {
            make(file);
        }
        try {
            return written(KeyPair.load(new JSch(), file.toString(), null), host);
        } catch (JSchException e) {
            throw new IOException(file + " is no private key: " + e.getMessage(), e);
        }
    }

    private void make(Path file) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, owner);
        try {
            KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
            ByteArrayOutputStream key = new ByteArrayOutputStream();
            pair.writeOpenSSHv1PrivateKey(key, null);
            Path fresh = Files.createTempFile(
                    folder,
                    ".new",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, key.toByteArray());
            Files.move(fresh, file);
        } catch (JSchException e) {
            throw new IOException("no key could be made: " + e.getMessage(), e);
        }
    }

    private static String written(KeyPair pair, String host) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        pair.writePublicKey(line, "steward@" + host.replaceAll("[^A-Za-z0-9._-]", "_"));
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}

package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.ssh.kept.KeptSessions;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a host's keys known, after a person has compared their fingerprints: the one step that strict checking asks. */
public final class Enrol {

    private static final List<String> ALGORITHMS = List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512");

    private final ClientFiles files;
    private final Time time;

    /**
     * Enrols for one user.
     *
     * @param home the folder {@code ~/.ssh}
     */
    public Enrol(Path home, Time time) {
        this(ClientFiles.in(home), time);
    }

    /** The same with files that may lie anywhere. */
    public Enrol(ClientFiles files, Time time) {
        this.files = files;
        this.time = time;
    }

    /** How a shown key stands to known_hosts. */
    public enum Standing {
        NEW,
        KNOWN,
        CHANGED
    }

    /**
     * A key that a server shows.
     *
     * @param name under which it will be known
     * @param type as {@code ssh-ed25519}
     * @param fingerprint as OpenSSH shows it, {@code SHA256:…}
     * @param standing to what is known now
     * @param key the public key (RFC 4253 section 6.6)
     */
    public record HostKey(String name, String type, String fingerprint, Standing standing, byte[] key) {}

    /**
     * Asks a host for its keys; nothing is written and nobody logs in.
     *
     * @throws ConnectionException when it does not answer
     */
    public List<HostKey> fetch(ConnectionSettings settings) throws ConnectionException {
        Route route = Ssh.routes(files).of(settings);
        KnownHostsFile file = new KnownHostsFile(route.knownHosts());
        Connector connector =
                new Connector(new Identities(files.home(), Optional.empty()), KeptSessions.none(time), time);
        try {
            List<HostKey> keys = new ArrayList<>();
            for (String algorithm : ALGORITHMS) {
                connector.show(route, algorithm).ifPresent(key -> keys.add(shown(route, file, key)));
            }
            return keys;
        } finally {
            connector.close();
        }
    }

    private static HostKey shown(Route route, KnownHostsFile file, byte[] key) {
        String type = KnownHostsFile.type(key);
        return new HostKey(
                route.knownAs(), type, KnownHostsFile.fingerprint(key), file.standing(route.knownAs(), key), key);
    }

    /**
     * Writes keys into known_hosts; a changed key replaces the one of its type.
     *
     * @return the file
     */
    public Path accept(ConnectionSettings settings, List<HostKey> keys) throws ConnectionException {
        KnownHostsFile file = new KnownHostsFile(Ssh.routes(files).of(settings).knownHosts());
        for (HostKey key : keys) {
            if (key.standing() == Standing.CHANGED) {
                file.remove(key.name(), key.type());
            }
            if (key.standing() != Standing.KNOWN) {
                file.add(key.name(), key.key());
            }
        }
        return file.first();
    }
}

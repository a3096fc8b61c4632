package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ssh.kept.WayPrint;
import dev.steward.runner.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the private keys for a route; each file is read and decrypted once. */
final class Identities {

    private static final Logger LOG = LoggerFactory.getLogger(Identities.class);
    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    /** sshd's MaxAuthTries is 6; one is left for a password. */
    private static final int MOST = 5;

    private final Path home;
    private final Optional<Path> agent;
    private final ConcurrentHashMap<Path, Identity> files = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Path, byte[]> contents = new ConcurrentHashMap<>();

    /**
     * Keys of a user.
     *
     * @param home the folder {@code ~/.ssh}
     * @param agent the socket of ssh-agent
     */
    Identities(Path home, Optional<Path> agent) {
        this.home = home;
        this.agent = agent;
    }

    /** The keys to try, in order. */
    IdentityRepository of(Route route) throws ConnectionException {
        Vector<Identity> keys = new Vector<>();
        Path own = new OwnKeys(home).file(route.host());
        if (Files.isReadable(own)) {
            usual(route, own).ifPresent(keys::add);
        }
        for (Path file : route.keys()) {
            keys.add(key(route, file));
        }
        if (route.keys().isEmpty() && route.password().isEmpty()) {
            keys.addAll(agent(MOST - keys.size()));
            for (String name : USUAL) {
                Path file = home.resolve(name);
                if (Files.isReadable(file) && keys.size() < MOST) {
                    usual(route, file).ifPresent(keys::add);
                }
            }
        }
        return new Fixed(keys);
    }

    /** Takes in what would be tried for a route: the files by what is in them now, the agent by its keys. */
    void print(Route route, WayPrint print) {
        List<Path> all = new ArrayList<>(List.of(new OwnKeys(home).file(route.host())));
        all.addAll(route.keys());
        if (route.keys().isEmpty() && route.password().isEmpty()) {
            USUAL.forEach(name -> all.add(home.resolve(name)));
            agent(MOST).forEach(key -> print.add(key.getPublicKeyBlob()));
        }
        for (Path file : all) {
            print.add(file).add(contents.computeIfAbsent(file, Identities::content));
        }
    }

    /** Of a file and what lies beside it for it; empty where it cannot be read. */
    private static byte[] content(Path file) {
        WayPrint print = new WayPrint();
        for (String end : List.of("", ".pub", "-cert.pub")) {
            Path one = file.resolveSibling(file.getFileName() + end);
            try {
                print.add(end).add(Files.isReadable(one) ? Files.readAllBytes(one) : new byte[0]);
            } catch (IOException e) {
                print.add(e);
            }
        }
        return print.text().getBytes(StandardCharsets.US_ASCII);
    }

    private Identity key(Route route, Path file) throws ConnectionException {
        Identity known = files.get(file);
        if (known != null) {
            return known;
        }
        Identity identity = read(route, file);
        if (identity.isEncrypted()) {
            decrypt(route, file, identity);
        }
        files.put(file, identity);
        return identity;
    }

    private static Identity read(Route route, Path file) throws ConnectionException {
        if (!Files.isReadable(file)) {
            throw new ConnectionException(
                    Kind.CONFIGURATION, route.host() + ": the private key " + file + " cannot be read", null);
        }
        try {
            JSch reader = new JSch();
            reader.addIdentity(file.toString());
            return reader.getIdentityRepository().getIdentities().get(0);
        } catch (JSchException e) {
            throw new ConnectionException(
                    Kind.CONFIGURATION,
                    route.host() + ": " + file + " is no private key this can read (" + e.getMessage() + ")",
                    e);
        }
    }

    private static void decrypt(Route route, Path file, Identity identity) throws ConnectionException {
        Optional<Secret> passphrase = route.passphrase();
        try {
            byte[] bytes = passphrase
                    .map(p -> p.reveal().getBytes(StandardCharsets.UTF_8))
                    .orElse(null);
            if (!identity.setPassphrase(bytes)) {
                throw new ConnectionException(Kind.AUTHENTICATION, encrypted(route, file), null);
            }
        } catch (JSchException e) {
            throw new ConnectionException(Kind.AUTHENTICATION, encrypted(route, file), e);
        }
    }

    private static String encrypted(Route route, Path file) {
        String next = route.passphrase().isPresent()
                ? "the passphrase does not open it"
                : "give its passphrase as ansible_ssh_private_key_passphrase, or add it to ssh-agent and leave the"
                        + " key file out";
        return route.words() + ": the private key " + file + " is encrypted; " + next;
    }

    private Optional<Identity> usual(Route route, Path file) {
        try {
            return Optional.of(key(route, file));
        } catch (ConnectionException e) {
            LOG.debug("{} is left out: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private List<Identity> agent(int most) {
        if (agent.isEmpty()) {
            return List.of();
        }
        try {
            List<Identity> keys = new AgentIdentityRepository(new SSHAgentConnector(agent.get())).getIdentities();
            return keys.subList(0, Math.min(most, keys.size()));
        } catch (AgentProxyException e) {
            LOG.warn("the SSH agent does not answer: {}", e.getMessage());
            return List.of();
        }
    }

    /** A repository that offers what it was given. */
    private record Fixed(Vector<Identity> keys) implements IdentityRepository {

        @Override
        public String getName() {
            return "steward";
        }

        @Override
        public int getStatus() {
            return RUNNING;
        }

        @Override
        public Vector<Identity> getIdentities() {
            return new Vector<>(keys);
        }

        @Override
        public boolean add(byte[] identity) {
            return false;
        }

        @Override
        public boolean remove(byte[] blob) {
            return false;
        }

        @Override
        public void removeAll() {
            // JSch would drop the keys of a failed login; they belong to all hosts.
        }
    }
}

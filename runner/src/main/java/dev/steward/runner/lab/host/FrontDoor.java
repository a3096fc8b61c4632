package dev.steward.runner.lab.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** The SSH server of the whole estate: one listening port of loopback for each host. */
final class FrontDoor implements Door {

    private final Listening server =
            (Listening) ServerBuilder.builder().factory(Listening::new).build();
    private final Map<Integer, DemoHost> hosts = new LinkedHashMap<>();
    private final List<Session> frozen = new ArrayList<>();
    private final Executor threads;
    private final Map<String, String> passwords;

    /**
     * A closed door.
     *
     * @param client the key that is let in
     * @param passwords by user
     */
    FrontDoor(KeyPair hostKey, PublicKey client, Map<String, String> passwords, Executor threads) {
        this.threads = threads;
        this.passwords = passwords;
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> known(user) && KeyUtils.compareKeys(key, client));
        server.setPasswordAuthenticator((user, password, session) -> password.equals(passwords.get(user)));
        server.setCommandFactory(this::command);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, 10);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, java.time.Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, java.time.Duration.ZERO);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "OpenSSH_9.2p1 Debian-2+deb12u3");
    }

    private boolean known(String user) {
        return user.equals("root") || passwords.containsKey(user);
    }

    /** The server with its acceptor in reach: a host that is down listens no more, the others do. */
    private static final class Listening extends SshServer {

        private int first() {
            return getPort();
        }

        private int listen() throws IOException {
            List<SocketAddress> before = new ArrayList<>(acceptor.getBoundAddresses());
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (SocketAddress address : acceptor.getBoundAddresses()) {
                if (!before.contains(address)) {
                    return ((InetSocketAddress) address).getPort();
                }
            }
            throw new IOException("no port was bound");
        }

        private void listen(int port) throws IOException {
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        private void unlisten(int port) {
            for (SocketAddress address : acceptor.getBoundAddresses()) {
                if (((InetSocketAddress) address).getPort() == port) {
                    acceptor.unbind(address);
                }
            }
        }
    }

    /** Listens for every host. */
    void open(List<DemoHost> all) throws IOException {
        server.start();
        for (DemoHost host : all) {
            int port = hosts.isEmpty() ? server.first() : server.listen();
            hosts.put(port, host);
            host.door(this);
        }
    }

    /** The port of a host. */
    int port(DemoHost host) {
        return hosts.entrySet().stream()
                .filter(entry -> entry.getValue() == host)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private DemoHost host(Session session) {
        return hosts.get(((InetSocketAddress) session.getIoSession().getLocalAddress()).getPort());
    }

    private Command command(ChannelSession channel, String line) throws IOException {
        DemoHost host = host(channel.getSession());
        if (host == null || !host.up()) {
            throw new IOException("the host is going down");
        }
        return new ExecChannel(line, host, threads);
    }

    /** A container takes its network with it: its sessions go silent. A virtual machine closes them. */
    @Override
    public synchronized void shut(DemoHost host) {
        server.unlisten(port(host));
        for (var session : List.copyOf(server.getActiveSessions())) {
            if (host(session) != host) {
                continue;
            }
            if (host.spec().kind() == HostSpec.Kind.CONTAINER && session.getIoSession() instanceof Nio2Session io) {
                io.suspendRead();
                frozen.add(session);
            } else {
                session.close(true);
            }
        }
    }

    @Override
    public synchronized void open(DemoHost host) {
        frozen.removeIf(session -> {
            if (host(session) == host) {
                session.close(true);
                return true;
            }
            return false;
        });
        try {
            server.listen(port(host));
        } catch (IOException e) {
            // Somebody else took the port meanwhile: the host stays unreachable, as one with a taken address would.
            host.off();
        }
    }

    void close() throws IOException {
        server.stop(true);
    }
}

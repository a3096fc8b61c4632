package dev.steward.runner.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local socket of the process that owns the state directory: one ask and its replies per connection, JSON lines. Who
 * may open the socket (mode 0600, in a folder of mode 0700) may do everything, as with the files beside it.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Path socket;
    private final Desk desk;
    private final ObjectMapper json;
    private final ServerSocketChannel server;
    private final Map<SocketChannel, Thread> clients = new ConcurrentHashMap<>();

    private ControlServer(Path socket, Desk desk, ObjectMapper json, ServerSocketChannel server) {
        this.socket = socket;
        this.desk = desk;
        this.json = json;
        this.server = server;
    }

    /**
     * Opens the socket and answers from now on. A socket file left by a dead owner is replaced: the caller holds the lock
     * of the state directory.
     *
     * @param socket as {@link SocketPath} says
     * @param desk answers
     * @param json the wire form
     * @throws IOException when the socket cannot be made
     */
    public static ControlServer open(Path socket, Desk desk, ObjectMapper json) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        ControlServer made = new ControlServer(socket, desk, json, server);
        thread("control", made::acceptAll).start();
        return made;
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread thread = thread("control-client", () -> answer(client));
                clients.put(client, thread);
                thread.start();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("The control socket {} did not accept a connection: {}", socket, e.getMessage());
            }
        }
    }

    private void answer(SocketChannel client) {
        try (client;
                BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
            String line = in.readLine();
            if (line != null) {
                answer(line, reply -> {
                    out.write(json.writerFor(Reply.class).writeValueAsString(reply));
                    out.write('\n');
                    out.flush();
                });
            }
        } catch (IOException e) {
            LOG.debug("A client of the control socket is gone: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private void answer(String line, Desk.Replies replies) throws IOException, InterruptedException {
        replies.accept(new Reply.Heard());
        try {
            desk.handle(json.readValue(line, Ask.class), replies);
        } catch (RuntimeException e) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            LOG.error("[{}] A command could not be answered", id, e);
            replies.accept(new Reply.Failed(
                    "Steward could not answer (" + e.getMessage() + "); the log knows more under " + id));
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Takes no more asks, and waits until those at work are answered.
     *
     * @param patience for each of them
     */
    public void drain(Duration patience) throws IOException, InterruptedException {
        server.close();
        Files.deleteIfExists(socket);
        for (Thread thread : List.copyOf(clients.values())) {
            thread.join(patience.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients.keySet()) {
            client.close();
        }
        Files.deleteIfExists(socket);
    }
}

package dev.steward.runner.lab.pve.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The listening port of one node's pveproxy: HTTPS on loopback; plain HTTP is sent to HTTPS, as PVE does. */
public final class Door implements AutoCloseable {

    private static final int TLS_RECORD = 0x16;

    private final SSLContext tls;
    private final ExecutorService threads;
    private final Desk desk;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private int port;

    /**
     * A closed door.
     *
     * @param threads run the connections; must not queue
     */
    public Door(SSLContext tls, ExecutorService threads, Desk desk) {
        this.tls = tls;
        this.threads = threads;
        this.desk = desk;
    }

    /** Listens, on the port it had before where it had one; does nothing where it listens. */
    public synchronized void open() throws IOException {
        if (listener != null) {
            return;
        }
        ServerSocket made = Listening.at(port);
        port = made.getLocalPort();
        listener = made;
        threads.execute(() -> accept(made));
    }

    /** Where it listens, or did last. */
    public synchronized int port() {
        return port;
    }

    /** Stops listening and cuts every connection, as a node that loses power. */
    public synchronized void shut() {
        if (listener != null) {
            quietly(listener);
            listener = null;
        }
        cut();
    }

    /** Cuts every connection and goes on listening. */
    public void cut() {
        open.forEach(Door::quietly);
        open.clear();
    }

    @Override
    public void close() {
        shut();
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // A socket that cannot be closed is closed already, by its other end.
            socket.hashCode();
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (!from.isClosed()) {
                Socket socket = from.accept();
                if (entered(from, socket)) {
                    threads.execute(() -> serve(socket));
                }
            }
        } catch (IOException e) {
            quietly(from);
        }
    }

    /* A listener that is closed while it waits may still bring one more connection. */
    private synchronized boolean entered(ServerSocket from, Socket socket) {
        if (listener != from) {
            quietly(socket);
            return false;
        }
        return open.add(socket);
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            int first = socket.getInputStream().read();
            if (first == TLS_RECORD) {
                encrypted(socket, first);
            } else if (first >= 0) {
                plain(socket);
            }
        } catch (IOException | NumberFormatException e) {
            quietly(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void encrypted(Socket socket, int first) throws IOException, InterruptedException {
        ByteArrayInputStream consumed = new ByteArrayInputStream(new byte[] {(byte) first});
        try (SSLSocket safe = (SSLSocket) tls.getSocketFactory().createSocket(socket, consumed, true)) {
            Wire wire = new Wire(
                    new java.io.BufferedInputStream(safe.getInputStream()),
                    new java.io.BufferedOutputStream(safe.getOutputStream()));
            boolean more = true;
            while (more) {
                Request request = wire.read();
                Reply reply = request == null ? null : desk.answer(request);
                boolean keep = request != null && !request.header("connection").equalsIgnoreCase("close");
                more = reply != null && wire.write(reply, keep);
            }
        }
    }

    private void plain(Socket socket) throws IOException {
        Wire wire = new Wire(socket.getInputStream(), socket.getOutputStream());
        Request request = wire.read();
        if (request != null) {
            String where = "https://" + request.header("host") + request.path()
                    + (request.query().isEmpty() ? "" : "?" + request.query());
            Reply moved = Reply.text(301, "Moved Permanently", "Moved Permanently");
            wire.write(
                    new Reply(moved.status(), moved.reason(), "", moved.body(), Map.of("Location", where), -1), false);
        }
    }
}

package dev.steward.runner.lab.ups;

import dev.steward.runner.lab.pve.http.Listening;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/**
 * An upsd on loopback that speaks the network protocol of NUT 2.8 (docs/net-protocol.txt and server/*.c of its sources), with UPSes that
 * do as they are told. Thread-safe.
 */
public final class UpsLab implements AutoCloseable {

    private final Time time;
    private final int port;
    private final Map<String, LabUps> upses = new LinkedHashMap<>();
    private final Map<String, LabUser> users = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<Trick> tricks = new ConcurrentLinkedDeque<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> tracked = new ConcurrentHashMap<>();
    private volatile Optional<Trick> always = Optional.empty();
    private volatile Optional<SSLContext> tls = Optional.empty();
    private volatile ServerSocket server;

    private UpsLab(Time time, int port) throws IOException {
        this.time = time;
        this.server = Listening.at(port);
        this.port = server.getLocalPort();
        serve(server);
    }

    /** Starts one without a UPS, on a free port. */
    public static UpsLab open(Time time) throws IOException {
        return new UpsLab(time, 0);
    }

    /** Starts one on a port of its own choice. */
    public static UpsLab open(Time time, int port) throws IOException {
        return new UpsLab(time, port);
    }

    /** Adds a UPS: on mains, charged, 27 minutes at 36 % load. */
    public LabUps add(String name) {
        LabUps ups = new LabUps(name, "A UPS of the lab", time);
        synchronized (upses) {
            upses.put(name, ups);
        }
        return ups;
    }

    /** One that was added. */
    public LabUps ups(String name) {
        synchronized (upses) {
            return Optional.ofNullable(upses.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("the lab has no UPS " + name));
        }
    }

    /** Lets a user in. */
    public UpsLab user(LabUser user) {
        users.put(user.name(), user);
        return this;
    }

    /** Offers STARTTLS. */
    public UpsLab tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** The next answers are these; after them it behaves. */
    public UpsLab next(Trick... some) {
        tricks.addAll(List.of(some));
        return this;
    }

    /** Every answer is this until {@link #behave()}. */
    public UpsLab always(Trick trick) {
        always = Optional.of(trick);
        return this;
    }

    /** No tricks any more. */
    public UpsLab behave() {
        tricks.clear();
        always = Optional.empty();
        return this;
    }

    /** Where it listens, as {@code 127.0.0.1:41234}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** All requests so far; passwords are left out. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many clients are connected. */
    public int connections() {
        return open.size();
    }

    /** Ends every connection; new ones are taken. */
    public void drop() {
        open.forEach(UpsLab::end);
    }

    /** upsd stops: nobody listens, connections end, FSD is forgotten. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop();
        each().forEach(LabUps::restarted);
    }

    /** upsd starts again, on the same port. */
    public void start() throws IOException {
        server = Listening.at(port);
        serve(server);
    }

    @Override
    public void close() {
        stop();
    }

    List<LabUps> each() {
        synchronized (upses) {
            return new ArrayList<>(upses.values());
        }
    }

    Optional<LabUps> find(String name) {
        return each().stream().filter(ups -> ups.name().equals(name)).findFirst();
    }

    Optional<LabUser> user(String name, String password) {
        return Optional.ofNullable(users.get(name))
                .filter(user -> user.password().equals(password));
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Map<String, Boolean> tracked() {
        return tracked;
    }

    void asked(String request) {
        requests.add(request.startsWith("PASSWORD") ? "PASSWORD" : request);
    }

    Optional<Trick> trick() {
        return Optional.ofNullable(tricks.poll()).or(() -> always);
    }

    void gone(Socket socket) {
        open.remove(socket);
    }

    private void serve(ServerSocket listening) {
        daemon("lab-upsd", () -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    open.add(socket);
                    if (listening.isClosed()) {
                        // it came in while upsd was being stopped
                        end(socket);
                        return;
                    }
                    daemon("lab-upsd-client", new UpsdTalk(this, socket));
                } catch (IOException e) {
                    // closed, or a client that was gone before it came
                    continue;
                }
            }
        });
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // ended either way
            return;
        }
    }
}

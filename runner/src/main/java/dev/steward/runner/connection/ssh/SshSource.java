package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.JSchException;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.shell.Wire;
import java.io.IOException;
import java.time.Duration;

/** Starts shells on one host over one session, which is opened at first use and again when it has died between uses. */
final class SshSource implements Wire.Source, AutoCloseable {

    /** How often sshd may refuse a channel, 20 ms apart, before that is a failure. */
    private static final int REFUSALS = 100;

    private final Route route;
    private final Connector connector;
    private Attempt current;
    private boolean first = true;
    private boolean closed;

    SshSource(Route route, Connector connector) {
        this.route = route;
        this.connector = connector;
    }

    @Override
    public Wire start(String line, Wire.Sink sink) throws ConnectionException {
        Attempt attempt = attempt();
        boolean fresh = !attempt.done();
        try {
            return open(attempt, line, sink);
        } catch (JSchException | IOException e) {
            forget(attempt);
            if (fresh && !attempt.taken()) {
                throw lost(e);
            }
        }
        // The link died between two commands. Nothing was sent through it, so the command may go through a new one.
        Attempt second = attempt();
        try {
            return open(second, line, sink);
        } catch (JSchException | IOException e) {
            forget(second);
            throw lost(e);
        }
    }

    private Wire open(Attempt attempt, String line, Wire.Sink sink)
            throws ConnectionException, JSchException, IOException {
        Link link;
        sink.waits();
        try {
            link = attempt.link(connector, route, sink);
            link.enter();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(Kind.LOST, route.words() + ": given up while waiting for a channel", e);
        } finally {
            sink.begins();
        }
        for (int refusals = 0; ; refusals++) {
            try {
                return new SshWire(link, line, sink);
            } catch (JSchException | IOException | RuntimeException e) {
                if (refusals == REFUSALS || !link.alive()) {
                    link.leave();
                    throw e;
                }
            }
            pause(link);
        }
    }

    /* sshd frees a channel's place a little after the client has seen its end. */
    private void pause(Link link) throws ConnectionException {
        try {
            connector.time().sleep(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            link.leave();
            Thread.currentThread().interrupt();
            throw new ConnectionException(Kind.LOST, route.words() + ": given up while waiting for a channel", e);
        }
    }

    private ConnectionException lost(Exception e) {
        return new ConnectionException(
                Kind.LOST, route.words() + ": no channel could be opened (" + e.getMessage() + ")", e);
    }

    private synchronized Attempt attempt() throws ConnectionException {
        if (closed) {
            throw new ConnectionException(Kind.LOST, route.words() + ": the connection is closed", null);
        }
        if (current == null || current.dead()) {
            current = new Attempt(new QuickSockets(route.connectTimeout()), first);
            first = false;
        }
        return current;
    }

    private synchronized void forget(Attempt attempt) {
        attempt.drop();
        if (current == attempt) {
            current = null;
        }
    }

    @Override
    public synchronized void reset() {
        if (current != null) {
            current.drop();
            current = null;
        }
        first = false;
        connector.forget(route);
    }

    @Override
    public String login() {
        return route.user();
    }

    @Override
    public String route() {
        return route.words();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null && !current.left(connector, route)) {
            current.drop();
        }
        current = null;
    }

    /** One session, opened by the first who needs it; whoever comes meanwhile waits for the same. */
    private static final class Attempt {

        private final QuickSockets sockets;
        private final boolean keptToo;
        private volatile Link link;
        private volatile boolean taken;
        private ConnectionException problem;

        /**
         * An attempt.
         *
         * @param keptToo whether the session of an earlier run will do: not where one has just died
         */
        Attempt(QuickSockets sockets, boolean keptToo) {
            this.sockets = sockets;
            this.keptToo = keptToo;
        }

        synchronized Link link(Connector connector, Route route, Wire.Sink waiter) throws ConnectionException {
            if (problem != null) {
                throw new ConnectionException(problem.kind(), problem.getMessage(), problem);
            }
            if (link == null && keptToo) {
                link = connector.kept(route).orElse(null);
                taken = link != null;
                if (taken && sockets.isCut()) {
                    link.drop();
                }
            }
            if (link == null) {
                try {
                    link = connector.open(route, sockets, waiter::begins);
                } catch (ConnectionException e) {
                    problem = e;
                    sockets.cut();
                    throw e;
                }
            }
            return link;
        }

        /** Whether the session is one that an earlier run left. */
        boolean taken() {
            return taken;
        }

        /** Leaves the session for the next run; false where there is none, or it is not to be kept. */
        boolean left(Connector connector, Route route) {
            return link != null && !dead() && connector.keep(route, link);
        }

        boolean done() {
            return link != null;
        }

        boolean dead() {
            return sockets.isCut() || (link != null && !link.alive());
        }

        void drop() {
            sockets.cut();
            Link opened = link;
            if (opened != null) {
                opened.drop();
            }
        }
    }
}

package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ssh.kept.KeptSessions;
import dev.steward.runner.connection.ssh.kept.WayPrint;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens sessions: admission, jumps, host key, authentication. */
final class Connector {

    /** sshd(8) probes are given up after three unanswered ones. */
    private static final int PROBES = 3;

    private final Admission admission;
    private final Identities identities;
    private final Time time;
    private final KeptSessions kept;
    private final Map<List<Path>, KnownHostsFile> known = new ConcurrentHashMap<>();
    private final Map<String, Link> jumps = new ConcurrentHashMap<>();
    private final Map<String, Vain> vains = new ConcurrentHashMap<>();

    Connector(Identities identities, KeptSessions kept, Time time) {
        this.admission = new Admission(time);
        this.identities = identities;
        this.kept = kept;
        this.time = time;
    }

    /**
     * A session that an earlier run left open, where it is the same way in every respect: what is known of the host's key
     * is looked up again, as is its name, and the host has just answered on it.
     */
    Optional<Link> kept(Route route) {
        return print(route)
                .flatMap(way -> kept.take(way, session -> good(route, (Link) session)))
                .map(Link.class::cast);
    }

    private boolean good(Route route, Link link) {
        return link.origin().hostKeys().holds(knownHosts(route).read()) && link.at(route.address());
    }

    /** Leaves a session open for the next run; false where it is not kept. */
    boolean keep(Route route, Link link) {
        return link.origin()
                .way()
                .filter(way -> kept.keep(way, route.endpoint(), link))
                .isPresent();
    }

    /** Closes what is kept of a server. */
    void forget(Route route) {
        kept.forget(route.endpoint());
    }

    /** Of all that decides over a session; empty where none is kept: over other servers it lives no longer than they. */
    private Optional<String> print(Route route) {
        if (!kept.atWork() || !route.jumps().isEmpty()) {
            return Optional.empty();
        }
        WayPrint print = new WayPrint();
        List.of(route.host(), route.address(), route.port(), route.user(), route.alias(), route.rule())
                .forEach(print::add);
        List.of(route.keys(), route.knownHosts(), route.connectTimeout(), route.keepalive())
                .forEach(print::add);
        print.add(route.password().map(Secret::reveal));
        print.add(route.passphrase().map(Secret::reveal));
        identities.print(route, print);
        return Optional.of(print.text());
    }

    /**
     * Opens a session. Where the server cannot be reached it is tried again as often as the route says, after pauses that
     * grow as Ansible's do ({@code ssh.py}: 2 to the power of the try, less one, at most 30 s).
     *
     * @param sockets makes its socket and can cut it off
     * @param turn told when its turn has come, after others who connect
     */
    Link open(Route route, QuickSockets sockets, Runnable turn) throws ConnectionException {
        for (int tries = 0; ; tries++) {
            try {
                return once(route, sockets, turn);
            } catch (ConnectionException e) {
                boolean unreachable = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMEOUT;
                if (!unreachable || tries >= route.retries() || sockets.isCut()) {
                    throw e;
                }
            }
            rest(route, Duration.ofSeconds(Math.min(30, (1L << Math.min(tries, 10)) - 1)));
        }
    }

    private void rest(Route route, Duration pause) throws ConnectionException {
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(route, e);
        }
    }

    /** One try, which goes on while sshd turns connections away; the time it waits behind others is not the host's. */
    private Link once(Route route, QuickSockets sockets, Runnable turn) throws ConnectionException {
        long left = route.connectTimeout().toNanos();
        // before the keys are read: where they change meanwhile, the session is for nobody
        Optional<String> way = print(route);
        IdentityRepository keys = identities.of(route);
        Optional<JSchException> turned = Optional.empty();
        for (int failures = 0; ; failures++) {
            HostKeys hostKeys = hostKeys(route);
            // before the place is taken: whoever held one and waited for the jump could keep the jump itself out
            Optional<Link> jump = jump(route.jumps());
            long begun = time.nanos();
            try (Admission.Place place = admission.enter(route.endpoint())) {
                turn.run();
                begun = place.since();
                Duration most = Duration.ofNanos(Math.max(1_000_000, left));
                Session session = session(route, hostKeys, sockets, jump);
                attempt(session, route, keys, most);
                return new Link(session, sockets, new Link.Origin(way, hostKeys, time, time.nanos()));
            } catch (JSchException e) {
                left -= time.nanos() - begun;
                if (!Trouble.turnedAway(e) || sockets.isCut() || left < 1_000_000) {
                    // after being turned away the last try may have had a few milliseconds only
                    boolean late = turned.isPresent() && Trouble.timedOut(e);
                    throw Trouble.explain(
                            route, hostKeys, late ? turned.get() : Trouble.broken(route, e, sockets.end()));
                }
                turned = Optional.of(e);
            } catch (InterruptedException e) {
                throw interrupted(route, e);
            }
            // it is the host that makes us wait here
            long paused = time.nanos();
            again(route, failures);
            left -= time.nanos() - paused;
        }
    }

    private void again(Route route, int failures) throws ConnectionException {
        try {
            admission.pause(failures);
        } catch (InterruptedException e) {
            throw interrupted(route, e);
        }
    }

    private static ConnectionException interrupted(Route route, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ConnectionException(Kind.UNREACHABLE, route.words() + ": given up while connecting", e);
    }

    private HostKeys hostKeys(Route route) {
        KnownHostsFile file = knownHosts(route);
        return new HostKeys(file.read(), route.rule(), file);
    }

    private KnownHostsFile knownHosts(Route route) {
        return known.computeIfAbsent(route.knownHosts(), KnownHostsFile::new);
    }

    private static void attempt(Session session, Route route, IdentityRepository keys, Duration left)
            throws JSchException {
        session.setIdentityRepository(keys);
        // not Session.setPassword: one method would use the password up for the other, and a wrong one would be tried
        // twice
        if (route.password().isPresent()) {
            session.setUserInfo(new OnePassword(route.password().get()));
            // JSch answers a second question with nothing, which counts as one more failure of the account
            session.setConfig(
                    "MaxAuthTries", String.valueOf(keys.getIdentities().size() + 1));
        }
        session.setServerAliveInterval(Math.toIntExact(route.keepalive().toMillis()));
        session.setServerAliveCountMax(PROBES);
        session.connect(Math.toIntExact(left.toMillis()));
    }

    private static Session session(Route route, HostKeys hostKeys, QuickSockets sockets, Optional<Link> jump)
            throws JSchException {
        JSch jsch = new JSch();
        jsch.setHostKeyRepository(hostKeys);
        Session session = jsch.getSession(route.user(), route.address(), route.port());
        Algorithms.offer(session, route.password().isPresent());
        session.setDaemonThread(true);
        session.setSocketFactory(sockets);
        route.alias().ifPresent(session::setHostKeyAlias);
        jump.ifPresent(link -> session.setProxy(new JumpProxy(link, route.keepalive(), sockets)));
        return session;
    }

    /**
     * The host key that a server shows for an algorithm; nobody logs in.
     *
     * @return empty where it has none
     */
    Optional<byte[]> show(Route route, String algorithm) throws ConnectionException {
        HostKeys nothing = new HostKeys(new KnownHostsFile(List.of()).read(), HostKeyRule.STRICT, null);
        try {
            Session session = session(route, nothing, new QuickSockets(route.connectTimeout()), jump(route.jumps()));
            session.setConfig("server_host_key", algorithm);
            session.connect(Math.toIntExact(route.connectTimeout().toMillis()));
            throw new IllegalStateException("a key that nobody knows cannot be accepted");
        } catch (JSchException e) {
            if (nothing.shown().isEmpty() && !(e instanceof JSchAlgoNegoFailException)) {
                throw Trouble.explain(route, nothing, e);
            }
            return nothing.shown();
        }
    }

    /** The session of the last server on the way, which all hosts behind it share; empty where there is none. */
    private Optional<Link> jump(List<Route> hops) throws ConnectionException {
        if (hops.isEmpty()) {
            return Optional.empty();
        }
        Route last = hops.get(hops.size() - 1);
        Route whole = last.via(hops.subList(0, hops.size() - 1));
        String name = whole.words();
        long asked = time.nanos();
        synchronized (jumps) {
            Link kept = jumps.get(name);
            if (kept == null || !kept.alive()) {
                kept = first(name, whole, asked);
                jumps.put(name, kept);
            }
            return Optional.of(kept);
        }
    }

    /** Opens a jump's session; whoever waited while another tried it in vain does not try once more. */
    private Link first(String name, Route whole, long asked) throws ConnectionException {
        Vain vain = vains.get(name);
        if (vain != null && vain.at() - asked >= 0) {
            throw new ConnectionException(vain.why().kind(), vain.why().getMessage(), vain.why());
        }
        try {
            return open(whole, new QuickSockets(whole.connectTimeout()), () -> {});
        } catch (ConnectionException e) {
            vains.put(name, new Vain(time.nanos(), e));
            throw e;
        }
    }

    private record Vain(long at, ConnectionException why) {}

    Time time() {
        return time;
    }

    void close() {
        jumps.values().forEach(Link::drop);
    }
}

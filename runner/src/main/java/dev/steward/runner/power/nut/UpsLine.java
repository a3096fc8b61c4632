package dev.steward.runner.power.nut;

import dev.steward.runner.time.Time;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The way to one UPS: opens a connection where there is none, logs in on it, and pauses after failures. */
final class UpsLine {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** How long after a refusal of the login it is tried again on the same connection. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final NutServer server;
    private final String ups;
    private final Time time;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile NutTalk talk;
    private volatile boolean closed;
    private volatile boolean hurried;
    private List<InetAddress> known = List.of();
    private NutException failure;
    private int failures;
    private long failedAt;
    private volatile boolean wanted;
    private boolean loggedIn;
    private volatile String loginTrouble;
    private long askedAt;

    UpsLine(NutServer server, String ups, Time time) {
        this.server = server;
        this.ups = ups;
        this.time = time;
    }

    /** Something asked on a connection. */
    interface Request<T> {

        T on(NutTalk talk) throws NutException;
    }

    String where() {
        return ups + "@" + server.address();
    }

    void hurry() {
        hurried = true;
    }

    /** Asks something that may be asked twice: where a connection that was at rest turns out dead, on a new one at once. */
    <T> T reading(Request<T> request) throws NutException {
        turn.lock();
        try {
            boolean rested = talk != null;
            try {
                return on(open(), request);
            } catch (NutException e) {
                if (!rested || talk != null || e.error() == NutError.TIMEOUT) {
                    throw e;
                }
                hurry();
                return on(open(), request);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Asks for a change, once: on a connection that has just been seen to work; returns the words after OK. */
    List<String> changing(String request) throws NutException {
        turn.lock();
        try {
            // TRACKING came with 2.8.0: older ones say that they do not know it
            reading(each -> perhaps(each, "SET TRACKING ON"));
            NutTalk open = open();
            try {
                return on(open, each -> each.order(request));
            } catch (NutException e) {
                throw e.afterSending();
            }
        } finally {
            turn.unlock();
        }
    }

    private static boolean perhaps(NutTalk talk, String request) throws NutException {
        try {
            talk.order(request);
            return true;
        } catch (NutException e) {
            if (e.error().ofTheWay()) {
                throw e;
            }
            return false;
        }
    }

    private <T> T on(NutTalk open, Request<T> request) throws NutException {
        try {
            T answer = request.on(open);
            failures = 0;
            again(open);
            return answer;
        } catch (NutException e) {
            if (e.error().ofTheWay()) {
                drop();
                failed(e);
            } else {
                failures = 0;
            }
            throw e;
        }
    }

    private NutTalk open() throws NutException {
        if (talk != null) {
            return talk;
        }
        if (closed) {
            throw new NutException(where(), NutError.CLOSED, "by ourselves", null);
        }
        if (failures > 0 && !hurried && time.nanos() - failedAt < pause().toNanos()) {
            throw failure;
        }
        hurried = false;
        try {
            NutTalk made = NutTalk.open(server, where(), time, addresses());
            talk = made;
            introduce(made);
            enter(made);
            if (closed) {
                drop();
            }
            return made;
        } catch (NutException e) {
            drop();
            failed(e);
            throw e;
        }
    }

    /** Reading needs no user, so a refusal of ours must not make us blind. */
    private void introduce(NutTalk made) throws NutException {
        try {
            if (server.login().isPresent()) {
                made.introduce(server.login().get());
            }
        } catch (NutException e) {
            if (e.error().ofTheWay()) {
                throw e;
            }
            loginTrouble = e.getMessage();
        }
    }

    private void failed(NutException e) {
        failures++;
        failedAt = time.nanos();
        failure = e;
    }

    private Duration pause() {
        Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE;
    }

    /** Of the host; where its name has none now, as when the name server went down with the mains, those it had. */
    private List<InetAddress> addresses() throws NutException {
        try {
            known = List.of(InetAddress.getAllByName(server.address().host()));
        } catch (UnknownHostException e) {
            if (known.isEmpty()) {
                throw new NutException(where(), NutError.UNREACHABLE, "its name has no address", e);
            }
        }
        return known;
    }

    void logIn() {
        turn.lock();
        try {
            wanted = true;
            if (talk != null && !loggedIn) {
                enter(talk);
            }
        } catch (NutException e) {
            drop();
            failed(e);
        } finally {
            turn.unlock();
        }
    }

    void logOut() {
        turn.lock();
        try {
            wanted = false;
            loginTrouble = null;
            if (talk != null && loggedIn) {
                perhaps(talk, "LOGOUT");
            }
        } catch (NutException e) {
            // a connection that is gone is logged out
            loginTrouble = null;
        } finally {
            drop();
            turn.unlock();
        }
    }

    void tryLogIn() throws NutException {
        NutTalk own = NutTalk.open(server, where(), time, addresses());
        try {
            if (server.login().isPresent()) {
                own.introduce(server.login().get());
            }
            own.order("LOGIN " + NutLine.word(ups));
            own.order("LOGOUT");
        } finally {
            own.close();
        }
    }

    Optional<String> loginTrouble() {
        return Optional.ofNullable(loginTrouble);
    }

    private void again(NutTalk open) throws NutException {
        if (wanted && !loggedIn && time.nanos() - askedAt >= AGAIN.toNanos()) {
            enter(open);
        }
    }

    private void enter(NutTalk open) throws NutException {
        if (!wanted || loggedIn) {
            return;
        }
        askedAt = time.nanos();
        try {
            open.order("LOGIN " + NutLine.word(ups));
            loggedIn = true;
            loginTrouble = null;
        } catch (NutException e) {
            if (e.error().ofTheWay()) {
                throw e;
            }
            loginTrouble = e.getMessage();
        }
    }

    private void drop() {
        NutTalk gone = talk;
        talk = null;
        loggedIn = false;
        if (gone != null) {
            gone.close();
        }
    }

    void close() {
        closed = true;
        NutTalk open = talk;
        if (open != null) {
            open.close();
        }
    }
}

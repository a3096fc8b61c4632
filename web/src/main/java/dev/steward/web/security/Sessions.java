package dev.steward.web.security;

import dev.steward.runner.secret.TokenText;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Caller;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in: in memory only, so a restart asks for the token again. Thread-safe. */
public final class Sessions {

    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST = 1_000;

    private final Time time;
    private final Map<String, Session> byHash = new LinkedHashMap<>();

    /** No session yet. */
    public Sessions(Time time) {
        this.time = time;
    }

    private record Session(Caller caller, long begun, long seen) {}

    /**
     * Begins a session.
     *
     * @param name of the token it was opened with
     * @return what the cookie holds; only its hash is kept
     */
    public synchronized String begin(String name) {
        if (byHash.size() >= MOST) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        String cookie = TokenText.random();
        long now = time.nanos();
        Caller caller = new Caller(Caller.Kind.SESSION, name, TokenText.random());
        byHash.put(TokenText.hash(cookie), new Session(caller, now, now));
        return cookie;
    }

    /** Who that cookie is; empty where its session is over or unknown. */
    public synchronized Optional<Caller> find(String cookie) {
        String hash = TokenText.hash(cookie);
        Session session = byHash.get(hash);
        long now = time.nanos();
        if (session == null) {
            return Optional.empty();
        }
        if (now - session.seen() > IDLE.toNanos() || now - session.begun() > LONGEST.toNanos()) {
            byHash.remove(hash);
            return Optional.empty();
        }
        byHash.put(hash, new Session(session.caller(), session.begun(), now));
        return Optional.of(session.caller());
    }

    /** Ends a session. */
    public synchronized void end(String cookie) {
        byHash.remove(TokenText.hash(cookie));
    }
}

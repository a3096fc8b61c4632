package dev.steward.web.security;

import dev.steward.runner.account.Account;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is signed in: in memory only, so a restart asks again. The session of an account ends with the next request after the
 * account was changed, disabled or removed. Thread-safe.
 */
public final class Sessions {

    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST = 1_000;

    private final Time time;
    private final Function<String, Optional<Account>> accounts;
    private final Map<String, Session> byHash = new LinkedHashMap<>();

    /**
     * No session yet.
     *
     * @param accounts the account of a name as it is now
     */
    public Sessions(Time time, Function<String, Optional<Account>> accounts) {
        this.time = time;
        this.accounts = accounts;
    }

    /* account: when the account it was begun for had been changed last; empty: it was begun with the admin token */
    private record Session(Caller caller, Optional<Instant> account, long begun, long seen) {}

    /**
     * Begins a session.
     *
     * @param name of the token it was opened with
     * @return what the cookie holds; only its hash is kept
     */
    public String begin(String name) {
        return begin(new Caller(Caller.Kind.SESSION, name, TokenText.random()), Optional.empty());
    }

    /** The same for who signed in by name. */
    public String begin(Account account) {
        Caller caller = new Caller(Caller.Kind.SESSION, account.name(), TokenText.random(), account.role());
        return begin(caller, Optional.of(account.changed()));
    }

    private synchronized String begin(Caller caller, Optional<Instant> account) {
        if (byHash.size() >= MOST) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        String cookie = TokenText.random();
        long now = time.nanos();
        byHash.put(TokenText.hash(cookie), new Session(caller, account, now, now));
        return cookie;
    }

    /** Who that cookie is; empty where its session is over or unknown. */
    public Optional<Caller> find(String cookie) {
        String hash = TokenText.hash(cookie);
        Optional<Session> session = seen(hash);
        if (session.isPresent() && !stands(session.get())) {
            forget(hash);
            return Optional.empty();
        }
        return session.map(Session::caller);
    }

    private boolean stands(Session session) {
        return session.account().isEmpty()
                || accounts.apply(session.caller().name())
                        .filter(Account::enabled)
                        .filter(account ->
                                account.changed().equals(session.account().get()))
                        .isPresent();
    }

    private synchronized Optional<Session> seen(String hash) {
        Session session = byHash.get(hash);
        long now = time.nanos();
        if (session == null) {
            return Optional.empty();
        }
        if (now - session.seen() > IDLE.toNanos() || now - session.begun() > LONGEST.toNanos()) {
            byHash.remove(hash);
            return Optional.empty();
        }
        byHash.put(hash, new Session(session.caller(), session.account(), session.begun(), now));
        return Optional.of(session);
    }

    /** Ends a session. */
    public void end(String cookie) {
        forget(TokenText.hash(cookie));
    }

    private synchronized void forget(String hash) {
        byHash.remove(hash);
    }
}

package dev.steward.web.security;

import dev.steward.runner.account.Account;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is signed in: in memory only, so a restart asks again. A session ends with the next request after its account was
 * changed, disabled or removed, or its token revoked. Thread-safe.
 */
public final class Sessions {

    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 200;

    private final Time time;
    private final Function<String, Optional<Account>> accounts;
    private final TokenNames tokens;
    private final Map<String, Session> byHash = new LinkedHashMap<>();

    /**
     * No session yet.
     *
     * @param accounts the account of a name as it is now
     * @param tokens the admin's among them
     */
    public Sessions(Time time, Function<String, Optional<Account>> accounts, TokenNames tokens) {
        this.time = time;
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /* account: when the account it was begun for had been changed last; empty: it was begun with the admin token */
    private record Session(Caller caller, Optional<Instant> account, Told told, long begun, long seen) {

        Session seenAt(long now) {
            return new Session(caller, account, told, begun, now);
        }

        boolean of(String name) {
            return account.isPresent() && caller.name().equals(name);
        }
    }

    /* what a person recognizes it by */
    private record Told(String id, String browser, Instant at) {}

    /**
     * A session as its owner sees it.
     *
     * @param id by which it is ended; it opens nothing
     * @param browser what it said of itself; perhaps empty
     * @param begun when
     * @param seen its last request
     * @param own whether it is the one that asks
     */
    public record Open(String id, String browser, Instant begun, Instant seen, boolean own) {}

    /**
     * Begins a session.
     *
     * @param name of the token it was opened with
     * @return what the cookie holds; only its hash is kept
     */
    public String begin(String name) {
        return begin(new Caller(Caller.Kind.SESSION, name, TokenText.random()), Optional.empty(), "");
    }

    /**
     * The same for who signed in by name.
     *
     * @param browser what it says of itself
     */
    public String begin(Account account, String browser) {
        Caller caller = new Caller(Caller.Kind.SESSION, account.name(), TokenText.random(), account.role());
        return begin(caller, Optional.of(account.changed()), browser);
    }

    private synchronized String begin(Caller caller, Optional<Instant> account, String browser) {
        if (byHash.size() >= MOST) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        String cookie = TokenText.random();
        long now = time.nanos();
        String shown = browser.length() > LONGEST_NAME ? browser.substring(0, LONGEST_NAME) : browser;
        Told told = new Told(TokenText.random().substring(0, 12), shown, time.now());
        byHash.put(TokenText.hash(cookie), new Session(caller, account, told, now, now));
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
                ? tokens.stands(session.caller().name())
                : accounts.apply(session.caller().name())
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
        if (over(session, now)) {
            byHash.remove(hash);
            return Optional.empty();
        }
        byHash.put(hash, session.seenAt(now));
        return Optional.of(session);
    }

    /** The account that a session was begun for; empty: it was begun with the admin token, or is over. */
    public Optional<String> account(String cookie) {
        String hash = TokenText.hash(cookie);
        synchronized (this) {
            return Optional.ofNullable(byHash.get(hash))
                    .filter(session -> session.account().isPresent())
                    .map(session -> session.caller().name());
        }
    }

    /** The sessions of an account, the newest first. */
    public List<Open> of(String account, String cookie) {
        String own = TokenText.hash(cookie);
        Map<String, Session> all;
        synchronized (this) {
            all = new LinkedHashMap<>(byHash);
        }
        long now = time.nanos();
        return all.entrySet().stream()
                .filter(entry ->
                        entry.getValue().of(account) && !over(entry.getValue(), now) && stands(entry.getValue()))
                .map(entry -> new Open(
                        entry.getValue().told().id(),
                        entry.getValue().told().browser(),
                        entry.getValue().told().at(),
                        time.now().minusNanos(now - entry.getValue().seen()),
                        entry.getKey().equals(own)))
                .sorted(Comparator.comparing(Open::begun).reversed())
                .toList();
    }

    /** Ends a session of an account; false where it has none of that id. */
    public synchronized boolean end(String account, String id) {
        return byHash.values()
                .removeIf(session -> session.of(account) && session.told().id().equals(id));
    }

    private static boolean over(Session session, long now) {
        return now - session.seen() > IDLE.toNanos() || now - session.begun() > LONGEST.toNanos();
    }

    /** Ends a session. */
    public void end(String cookie) {
        forget(TokenText.hash(cookie));
    }

    private synchronized void forget(String hash) {
        byHash.remove(hash);
    }
}

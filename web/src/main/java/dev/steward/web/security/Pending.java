package dev.steward.web.security;

import dev.steward.runner.account.Account;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who said the right password and is asked for a code. A million codes are not tried out: ten wrong ones an hour. Thread-safe. */
public final class Pending {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int WRONG = 10;
    private static final int MOST = 1_000;

    private final Time time;
    private final Map<String, Half> byHash = new LinkedHashMap<>();
    private final Map<String, Deque<Long>> wrong = new HashMap<>();

    private record Half(Account account, long begun) {}

    /** Nobody yet. */
    public Pending(Time time) {
        this.time = time;
    }

    /** The password was right. What is given back stands for that, for five minutes. */
    public synchronized String begin(Account account) {
        if (byHash.size() >= MOST) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        String ticket = TokenText.random();
        byHash.put(TokenText.hash(ticket), new Half(account, time.nanos()));
        return ticket;
    }

    /** Whose ticket that is; empty where it is none, or took too long. */
    public synchronized Optional<Account> find(String ticket) {
        return Optional.ofNullable(byHash.get(TokenText.hash(ticket)))
                .filter(half -> time.nanos() - half.begun() < PATIENCE.toNanos())
                .map(Half::account);
    }

    /** It opened a session, once. */
    public synchronized void end(String ticket) {
        byHash.remove(TokenText.hash(ticket));
    }

    /**
     * Before a code is looked at.
     *
     * @throws Refused 429 after too many wrong ones for that account
     */
    public synchronized void check(String account) {
        Deque<Long> times = wrong.computeIfAbsent(account, name -> new ArrayDeque<>());
        while (!times.isEmpty() && time.nanos() - times.peekFirst() > WINDOW.toNanos()) {
            times.removeFirst();
        }
        if (times.size() >= WRONG) {
            throw new Refused(
                    429,
                    "Too many attempts",
                    "Ten codes were wrong within an hour; wait, or let an admin reset your second factor.",
                    List.of());
        }
    }

    /** A code was wrong. */
    public synchronized void failed(String account) {
        wrong.computeIfAbsent(account, name -> new ArrayDeque<>()).addLast(time.nanos());
    }
}

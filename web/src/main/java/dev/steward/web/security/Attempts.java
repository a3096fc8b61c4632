package dev.steward.web.security;

import dev.steward.runner.time.Time;
import dev.steward.web.http.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Bounds wrong sign-ins: after ten within a minute none is looked at until the oldest is a minute old. Thread-safe. */
public final class Attempts {

    private static final int MOST = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Time time;
    private final Deque<Long> wrong = new ArrayDeque<>();

    /** None yet. */
    public Attempts(Time time) {
        this.time = time;
    }

    /**
     * Before a token is looked at.
     *
     * @throws Refused 429 after too many wrong ones
     */
    public synchronized void check() {
        long now = time.nanos();
        while (!wrong.isEmpty() && now - wrong.peekFirst() > WINDOW.toNanos()) {
            wrong.removeFirst();
        }
        if (wrong.size() >= MOST) {
            throw new Refused(
                    429, "Too many attempts", "Ten tokens were wrong within a minute; wait a minute.", List.of());
        }
    }

    /** A token was wrong. */
    public synchronized void failed() {
        wrong.addLast(time.nanos());
    }
}

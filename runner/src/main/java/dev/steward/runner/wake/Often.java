package dev.steward.runner.wake;

import dev.steward.runner.time.Time;
import dev.steward.runner.wake.WakeRefused.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how often something is asked for, by a key. Thread-safe. */
final class Often {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int most;
    private final Time time;
    private final Map<String, Deque<Long>> asked = new ConcurrentHashMap<>();

    /**
     * A bound.
     *
     * @param most within a minute
     */
    Often(int most, Time time) {
        this.most = most;
        this.time = time;
    }

    /** Counts one more, or refuses it. */
    void count(String key) throws WakeRefused {
        Deque<Long> times = asked.computeIfAbsent(key, k -> new ArrayDeque<>());
        synchronized (times) {
            long now = time.nanos();
            while (!times.isEmpty() && now - times.peekFirst() > WINDOW.toNanos()) {
                times.removeFirst();
            }
            if (times.size() >= most) {
                throw new WakeRefused(
                        Kind.OFTEN, "Asked " + most + " times within a minute; wait a minute and try again.");
            }
            times.addLast(now);
        }
    }
}

package dev.steward.runner.connection.ssh;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets connections begin at a rate that sshd stands. Its stock MaxStartups 10:30:100 drops new connections at random
 * from the eleventh that has not authenticated: at most eight at once begin at one server, and what was dropped
 * nevertheless (others connect there too) is tried again after a pause that is never the same.
 */
final class Admission {

    /** At once at one server. */
    private static final int PER_SERVER = 8;

    /** At once in all: more would only fight for this machine's CPU. */
    private static final int IN_ALL = 48;

    private static final long FIRST_PAUSE_MILLIS = 60;
    private static final int DOUBLINGS = 5;

    private final Semaphore all = new Semaphore(IN_ALL, true);
    private final Map<String, Semaphore> servers = new ConcurrentHashMap<>();
    private final Time time;

    Admission(Time time) {
        this.time = time;
    }

    /**
     * A place to begin a connection at a server; to be closed when it has authenticated or failed. Waits as long as it takes:
     * whoever has a place gives it back within a connect time-out, and that a thousand others came first says nothing of a host.
     */
    Place enter(String server) throws InterruptedException {
        Semaphore own = servers.computeIfAbsent(server, s -> new Semaphore(PER_SERVER, true));
        own.acquire();
        try {
            all.acquire();
        } catch (InterruptedException e) {
            own.release();
            throw e;
        }
        long now = time.nanos();
        return new Place() {
            @Override
            public long since() {
                return now;
            }

            @Override
            public void close() {
                all.release();
                own.release();
            }
        };
    }

    /** Waits before the next try. */
    void pause(int failures) throws InterruptedException {
        long longest = FIRST_PAUSE_MILLIS << Math.min(failures, DOUBLINGS);
        time.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1)));
    }

    /** The right to begin. */
    interface Place extends AutoCloseable {
        /** When it was given, as {@link Time#nanos()} counts. */
        long since();

        @Override
        void close();
    }
}

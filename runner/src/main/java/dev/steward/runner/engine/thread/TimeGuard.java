package dev.steward.runner.engine.thread;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The last word on a task's time limit. Commands and modules keep the limit themselves; one that does not, as when it hangs
 * in a library, is interrupted a little later.
 */
public final class TimeGuard implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Optional<Duration> limit;
    private final Optional<ScheduledFuture<?>> alarm;
    private volatile boolean fired;

    private TimeGuard(Optional<Duration> limit, Running running, ScheduledThreadPoolExecutor clock) {
        this.limit = limit;
        this.alarm =
                limit.map(l -> clock.schedule(() -> fire(running), l.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The alarms of one run; its thread begins with the first. */
    public static final class Alarms implements AutoCloseable {

        private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "steward-time-limits");
            thread.setDaemon(true);
            return thread;
        });

        /** No alarm yet. */
        public Alarms() {
            clock.setRemoveOnCancelPolicy(true);
        }

        /** Guards a try from now on. */
        public TimeGuard guard(Optional<Duration> limit, Running running) {
            return new TimeGuard(limit, running, clock);
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    private void fire(Running running) {
        fired = true;
        running.interrupt();
    }

    /** What to say where the limit was enforced; empty where it was not. */
    public Optional<String> fired() {
        return fired
                ? limit.map(l -> "did not end within its limit of " + l.toSeconds() + " s and was stopped")
                : Optional.empty();
    }

    @Override
    public void close() {
        alarm.ifPresent(a -> a.cancel(false));
    }
}

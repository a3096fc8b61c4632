package dev.steward.runner.app.git;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks at the start, every so often, and soon after somebody said that there is something new. It keeps no process alive. */
final class GitRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GitRounds.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Duration every;
    private final Time time;
    private final Runnable round;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "git");

    /**
     * Rounds; nothing happens before {@link #start}.
     *
     * @param every zero: only when somebody says so
     */
    GitRounds(Duration every, Time time, Runnable round) {
        this.every = every;
        this.time = time;
        this.round = round;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void soon() {
        asked.release();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                asked.drainPermits();
                guarded();
                rest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() throws InterruptedException {
        long begun = time.nanos();
        while (!asked.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!every.isZero() && time.nanos() - begun >= every.toNanos()) {
                return;
            }
        }
    }

    private void guarded() {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("Asking the git server failed once and goes on", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

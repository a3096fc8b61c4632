package dev.steward.runner.notify;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that tells: looks each second, and at once when it is woken. Nobody waits for it but {@link #finish}. */
public final class Telling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
    private static final long LOOK_MILLIS = 1000;

    private final Notifier notifier;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final Thread thread = new Thread(this::loop, "notices");
    private boolean wanted = true;
    private boolean closed;
    private boolean ended;

    /** Begins to tell. */
    public Telling(Notifier notifier) {
        this.notifier = notifier;
        thread.setDaemon(true);
        thread.start();
    }

    /** Something happened: looks now. */
    public void wake() {
        lock.lock();
        try {
            wanted = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        while (next()) {
            pass();
        }
        lock.lock();
        try {
            ended = true;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next look; false once closed and nothing more was asked for. */
    private boolean next() {
        lock.lock();
        try {
            if (!wanted && !closed) {
                patient();
            }
            boolean look = wanted || !closed;
            wanted = false;
            return look;
        } finally {
            lock.unlock();
        }
    }

    private void patient() {
        try {
            work.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException nobodyShould) {
            LOG.debug("the waiting was interrupted");
        }
    }

    private void pass() {
        try {
            notifier.pass();
        } catch (RuntimeException e) {
            // the next look tries again, and what is in the outbox stays there
            LOG.warn("Notices could not be looked after: {}", e.getMessage(), e);
        }
    }

    /**
     * Looks a last time and ends; called again, nothing happens.
     *
     * @param patience the longest wait; what is not sent by then stays in the outbox
     */
    public void finish(Duration patience) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            wanted = true;
            work.signal();
            long nanos = patience.toNanos();
            while (!ended && nanos > 0) {
                nanos = done.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        finish(Duration.ofSeconds(5));
    }
}

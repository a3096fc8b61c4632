package dev.steward.runner.notify;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that looks each second, and at once when it is woken, until it is finished. */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long LOOK_MILLIS = 1000;

    private final Runnable look;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition done = lock.newCondition();
    private boolean wanted = true;
    private boolean closed;
    private boolean failing;
    private boolean ended;

    /** Begins to look. */
    Loop(String name, Runnable look) {
        this.look = look;
        Thread thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks now. */
    void wake() {
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
            boolean again = wanted || !closed;
            wanted = false;
            return again;
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
            look.run();
            failing = false;
        } catch (RuntimeException e) {
            // the next look tries again, and what waits stays where it is; a disk that is full is not filled with this
            if (!failing) {
                LOG.warn("Notices could not be looked after; it is tried again and again: {}", e.getMessage(), e);
            }
            failing = true;
        }
    }

    /**
     * Looks a last time and ends; called again, nothing happens.
     *
     * @param nanos the longest wait
     * @return what is left of it
     */
    long finish(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            if (closed) {
                return left;
            }
            closed = true;
            wanted = true;
            work.signal();
            while (!ended && left > 0) {
                left = done.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }
}

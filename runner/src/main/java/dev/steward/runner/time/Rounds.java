package dev.steward.runner.time;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of its own that looks, rests and looks again until it is closed. It keeps no process alive. */
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Duration rest;
    private final Time time;
    private final Round round;
    private final Thread thread;

    /** One look. A failure is logged and does not end the rounds: what is watched is to be watched further. */
    @FunctionalInterface
    public interface Round {

        /** Looks once. */
        void look() throws InterruptedException;
    }

    /**
     * Rounds; nothing happens before {@link #start}.
     *
     * @param name of the thread
     * @param rest between the end of a look and the next
     */
    public Rounds(String name, Duration rest, Time time, Round round) {
        this.rest = rest;
        this.time = time;
        this.round = round;
        this.thread = new Thread(this::work, name);
        thread.setDaemon(true);
    }

    /** Begins with a look. */
    public void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                guarded();
                time.sleep(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void guarded() throws InterruptedException {
        try {
            round.look();
        } catch (RuntimeException e) {
            LOG.error("{} failed once and goes on", thread.getName(), e);
        }
    }

    /** Interrupts what is under way, and does not wait for it. */
    @Override
    public void close() {
        thread.interrupt();
    }
}

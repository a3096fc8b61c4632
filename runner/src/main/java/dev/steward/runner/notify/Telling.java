package dev.steward.runner.notify;

import java.time.Duration;
import java.util.List;

/**
 * The threads that tell: one raises notices, and each channel has one of its own, so that none waits for another. Nobody waits
 * for them but {@link #finish}.
 */
public final class Telling implements AutoCloseable {

    private final List<Loop> channels;
    private final Loop raising;

    /** Begins to tell. */
    public Telling(Notifier notifier) {
        channels = notifier.deliveries().stream()
                .map(one -> new Loop("notices " + one.name(), one::pass))
                .toList();
        raising = new Loop("notices", () -> {
            try {
                notifier.raise();
            } finally {
                channels.forEach(Loop::wake);
            }
        });
        notifier.spool().bell(this::wake);
    }

    /** Something happened: looks now. */
    public void wake() {
        raising.wake();
    }

    /**
     * Looks a last time and ends; called again, nothing happens.
     *
     * @param patience the longest wait; what is not sent by then stays in the outbox
     */
    public void finish(Duration patience) {
        try {
            long left = raising.finish(patience.toNanos());
            for (Loop channel : channels) {
                left = channel.finish(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finish(Duration.ofSeconds(5));
    }
}

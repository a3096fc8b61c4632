package dev.steward.web.live;

import dev.steward.web.http.EventChannel;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams that are asked for elsewhere while a client reads them, as a journal over SSH: each has a thread, which is interrupted
 * when its client has gone, and ends then what it began.
 */
public final class Feeds {

    private static final int MOST = 100;

    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "feed");
        thread.setDaemon(true);
        return thread;
    });

    /** Feeds one client. */
    @FunctionalInterface
    public interface Feed {

        /**
         * Sends until it is over.
         *
         * @throws IOException when the client has gone
         * @throws InterruptedException likewise
         */
        void to(EventChannel channel) throws IOException, InterruptedException;
    }

    /**
     * A stream of a feed.
     *
     * @throws Refused 503 where there are too many
     */
    public Reply of(Feed feed) {
        if (open.get() >= MOST) {
            throw new Refused(
                    503, "Too many streams", "At most " + MOST + " are open at a time; close one.", List.of());
        }
        return new Reply.Stream(channel -> {
            open.incrementAndGet();
            Future<?> running = threads.submit(() -> run(feed, channel));
            return () -> running.cancel(true);
        });
    }

    private void run(Feed feed, EventChannel channel) {
        try {
            feed.to(channel);
            // a client would connect again after a plain end; this tells it not to
            channel.send("event: end\ndata: {}\n\n");
        } catch (IOException gone) {
            channel.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
            channel.end();
        }
    }
}

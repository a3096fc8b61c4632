package dev.steward.web.live;

import dev.steward.web.http.EventChannel;
import dev.steward.web.http.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The clients of live pages. Each is written to by the thread of its own subscription, which holds a bounded queue and
 * falls back on the database: a slow client costs neither memory nor the time of others.
 */
public final class Channels implements AutoCloseable {

    private static final int MOST = 2_000;
    private static final int BEAT_SECONDS = 5;
    private static final int WRITERS_OF_BEATS = 4;

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService beats = Executors.newScheduledThreadPool(WRITERS_OF_BEATS, task -> {
        Thread thread = new Thread(task, "live-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** How many pages are live. */
    public int size() {
        return clients.size();
    }

    /**
     * Opens a stream.
     *
     * @param response written to until the returned future is done
     * @param source what is sent
     * @return done when the stream is over; empty where there are too many, which the client was told
     */
    public Optional<CompletableFuture<Void>> open(HttpServletResponse response, Reply.Source source) {
        if (clients.size() >= MOST) {
            response.setStatus(503);
            response.setHeader("Retry-After", "30");
            return Optional.empty();
        }
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no");
        Client client = new Client(response);
        clients.add(client);
        client.gone.whenComplete((nothing, failure) -> clients.remove(client));
        var beat = beats.scheduleWithFixedDelay(client::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        client.gone.whenComplete((nothing, failure) -> beat.cancel(false));
        try {
            client.send("retry: 2000\n\n");
            AutoCloseable sending = source.begin(client);
            client.gone.whenComplete((nothing, failure) -> quietly(sending));
        } catch (IOException gone) {
            client.end();
        }
        return Optional.of(client.gone);
    }

    private static void quietly(AutoCloseable sending) {
        try {
            sending.close();
        } catch (Exception e) {
            throw new IllegalStateException("a subscription could not be ended", e);
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        clients.forEach(Client::end);
    }

    private static final class Client implements EventChannel {

        private final HttpServletResponse response;
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final java.util.concurrent.locks.ReentrantLock writing = new java.util.concurrent.locks.ReentrantLock();

        Client(HttpServletResponse response) {
            this.response = response;
        }

        @Override
        public void send(String frames) throws IOException {
            writing.lock();
            try {
                write(frames);
            } finally {
                writing.unlock();
            }
        }

        private void write(String frames) throws IOException {
            if (gone.isDone()) {
                throw new IOException("the client is gone");
            }
            try {
                response.getOutputStream().write(frames.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                response.flushBuffer();
            } catch (IOException | RuntimeException e) {
                gone.complete(null);
                throw e instanceof IOException known ? known : new IOException(e);
            }
        }

        /** A comment, so that a dead client is noticed; a client that is being written to needs none. */
        void beat() {
            if (writing.tryLock()) {
                try {
                    write(": still here\n\n");
                } catch (IOException e) {
                    gone.complete(null);
                } finally {
                    writing.unlock();
                }
            }
        }

        @Override
        public void end() {
            gone.complete(null);
        }
    }
}

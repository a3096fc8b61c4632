package dev.steward.runner.proxmox.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a cluster's session and its view of the endpoints fresh, so that no person's call is the one to find out: each minute it
 * asks for the version where there is a ticket to keep alive (asking renews or replaces it) and at every endpoint that failed.
 * After a failure it asks again in 2, 4, 8, then each 10 s.
 */
final class Keeper {

    private static final Duration ROUND = Duration.ofMinutes(1);

    private final Endpoints endpoints;
    private final Session session;
    private final Calls calls;
    private final Pause pause;
    private final Thread thread;

    /** How it waits: in real time always, since a clock that is moved by hand would have it ask without end. */
    interface Pause {

        Pause REAL = duration -> new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);

        boolean sleep(Duration duration) throws InterruptedException;
    }

    Keeper(String cluster, Endpoints endpoints, Session session, Calls calls, Pause pause) {
        this.endpoints = endpoints;
        this.session = session;
        this.calls = calls;
        this.pause = pause;
        this.thread = new Thread(this::keep, "proxmox-keeper-" + cluster);
        thread.setDaemon(true);
    }

    void start() {
        if (session.expires() || endpoints.all().size() > 1) {
            thread.start();
        }
    }

    void stop() {
        thread.interrupt();
    }

    private void keep() {
        try {
            int failures = 0;
            while (!Thread.currentThread().isInterrupted()) {
                pause.sleep(failures == 0 ? ROUND : Hold.pause(failures));
                failures = round() ? 0 : failures + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean round() throws InterruptedException {
        boolean well = true;
        List<Endpoint> ranked = endpoints.ranked();
        for (Endpoint endpoint : ranked) {
            if (!endpoint.well() || session.expires() && endpoint == ranked.get(0)) {
                well &= calls.probe(endpoint);
            }
        }
        return well;
    }
}

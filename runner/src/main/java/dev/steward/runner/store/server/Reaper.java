package dev.steward.runner.store.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds whether others fell silent, and ends what nobody works on any more. Each server does it, so that none is needed for it. */
public final class Reaper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final long LOOK_SECONDS = 5;

    private final Servers servers;
    private final Runnable runs;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "store-reaper");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to look.
     *
     * @param runs ends those that nobody works on any more
     */
    public Reaper(Servers servers, Runnable runs) {
        this.servers = servers;
        this.runs = runs;
        looking.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            servers.endSilent()
                    .forEach(server -> LOG.warn(
                            "The server {} on {} has said nothing for more than {} s; it is ended, and so are its runs",
                            server.name(),
                            server.host(),
                            Lease.GIVEN_UP.toSeconds()));
            runs.run();
        } catch (RuntimeException e) {
            LOG.debug("nothing can be looked at now; the next look is soon", e);
        }
    }

    @Override
    public void close() {
        looking.shutdown();
        try {
            // what it has begun is not torn in its middle
            if (!looking.awaitTermination(LOOK_SECONDS, TimeUnit.SECONDS)) {
                looking.shutdownNow();
            }
        } catch (InterruptedException e) {
            looking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.steward.runner.outage;

import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RecapFold;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one log of an outage: what the engine says of each play, without the begins and ends of its runs. It is told to the history by
 * a thread of its own, so that a database that is slow, full or gone delays no step and ends no outage.
 */
final class OutageLog implements EventLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private final EventLog history;
    private final Time time;
    private final RecapFold fold = new RecapFold();
    private final NotDone notDone = new NotDone();
    private final ExecutorService teller = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "outage-history");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean broken;
    private long number;

    OutageLog(EventLog history, Time time) {
        this.history = history;
        this.time = time;
    }

    @Override
    public synchronized long append(RunEvent event) {
        if (event instanceof RunEvent.RunStarted || event instanceof RunEvent.RunFinished) {
            return number;
        }
        return tell(event);
    }

    /** Appends an event of the outage itself. */
    synchronized long tell(RunEvent event) {
        fold.add(event);
        notDone.add(event);
        // the history may be slow: what is told there later happened now
        Instant now = time.now();
        teller.execute(() -> told(event, now));
        return ++number;
    }

    private void told(RunEvent event, Instant happened) {
        if (broken) {
            return;
        }
        try {
            history.append(event, happened);
        } catch (RuntimeException e) {
            broken = true;
            LOG.error("The history does not learn of this outage any more: {}; the outage goes on", e.getMessage());
        }
    }

    /** What was not done since it was asked last, a line each. */
    synchronized List<String> notDone() {
        return notDone.take();
    }

    Recap recap() {
        return fold.recap();
    }

    /** Waits a little until the history has learnt all. */
    void close(Duration patience) {
        teller.shutdown();
        try {
            if (!teller.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The history has not learnt all of the outage after {} s", patience.toSeconds());
                teller.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}

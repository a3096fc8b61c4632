package dev.steward.runner.app;

import dev.steward.runner.config.RetentionConfig;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what is older than the configuration keeps: at the start of a server and once a day. */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration DAILY = Duration.ofDays(1);

    private final Store store;
    private final RetentionConfig keep;
    private final Rounds rounds;

    Housekeeping(Store store, RetentionConfig keep, Time time) {
        this.store = store;
        this.keep = keep;
        this.rounds = new Rounds("housekeeping", DAILY, time, this::prune);
    }

    void start() {
        rounds.start();
    }

    private void prune() {
        try {
            int removed = store.prune(keep);
            if (removed > 0) {
                LOG.info("{} runs older than {} days were removed", removed, keep.days());
            }
        } catch (RuntimeException e) {
            LOG.warn("Old runs could not be removed; the next try is tomorrow", e);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}

package dev.steward.runner.app;

import dev.steward.runner.app.tell.PatchLook;
import dev.steward.runner.app.tell.Tellers;
import dev.steward.runner.config.RetentionConfig;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes runs that are older than the configuration keeps, and snapshots of updates that have expired: at the start of a server and once a day. */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration DAILY = Duration.ofDays(1);

    private final Store store;
    private final RetentionConfig keep;
    private final Rounds rounds;

    Housekeeping(
            Store store, RetentionConfig keep, ActingSource clusters, Executions runs, Tellers tellers, Time time) {
        this.store = store;
        this.keep = keep;
        PatchLook patches = new PatchLook(clusters, runs.claims(), tellers.urgent()::tell, time);
        this.rounds = new Rounds("housekeeping", DAILY, time, () -> {
            prune();
            patches.look();
        });
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

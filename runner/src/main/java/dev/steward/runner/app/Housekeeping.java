package dev.steward.runner.app;

import dev.steward.runner.app.tell.PatchLook;
import dev.steward.runner.app.tell.Tellers;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.Swept;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes runs that the configuration no longer keeps, and snapshots of updates that have expired: once a day. */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration LOOK = Duration.ofMinutes(10);
    private static final Duration DAILY = Duration.ofDays(1);

    private final Store store;
    private final KeepRules keep;
    private final PatchLook patches;
    private final Time time;
    private final Rounds rounds;
    private long done;

    Housekeeping(
            Store store, StewardConfig config, ActingSource clusters, Executions runs, Tellers tellers, Time time) {
        this.store = store;
        this.keep = KeepRules.of(config.retention(), config.playbooks());
        this.patches = new PatchLook(clusters, runs.claims(), tellers.urgent()::tell, time);
        this.time = time;
        this.done = time.nanos() - DAILY.toNanos();
        this.rounds = new Rounds("housekeeping", LOOK, time, this::look);
    }

    /** One of several servers does it; who takes the duty over begins with a day's work, for it cannot know what was done. */
    private void look() throws InterruptedException {
        if (time.nanos() - done >= DAILY.toNanos() && store.lead().mine(Duty.HOUSE)) {
            done = time.nanos();
            prune();
            patches.look();
        }
    }

    void start() {
        rounds.start();
    }

    private void prune() {
        try {
            Swept swept = store.prune(keep);
            if (swept.runs() > 0) {
                LOG.info("{} old runs were removed: {}", swept.runs(), swept.words());
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

package dev.steward.runner.app.estate;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Means;
import dev.steward.runner.proxmox.task.TaskBudget;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.proxmox.task.TaskWatcher;
import dev.steward.runner.proxmox.task.Tasks;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.store.upid.UpidRow;
import dev.steward.runner.store.upid.Upids;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows UPIDs that nobody waits for any more to their end, and writes down how they ended: those of a process that died, and
 * those a cancelled or late task left to PVE.
 */
public final class OpenUpids implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenUpids.class);

    /** PVE keeps the status of a task longer than this; no backup takes longer. */
    private static final Duration LONGEST = Duration.ofDays(3);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final Upids store;
    private final ActingSource clusters;
    private final LongPredicate over;
    private final Set<String> followed = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(OpenUpids::daemon);
    private Optional<Rounds> others = Optional.empty();

    /**
     * Nothing is followed before {@link #look}.
     *
     * @param over whether a run has ended, by its number
     */
    public OpenUpids(Upids store, ActingSource clusters, LongPredicate over) {
        this.store = store;
        this.clusters = clusters;
        this.over = over;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "open-upid");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes over what is open and nobody waits for; returns at once. */
    public void look() {
        begin(() -> store.open().stream()
                .filter(row -> row.origin().filter(o -> !over.test(o.run())).isEmpty())
                .filter(row -> clusters.names().contains(row.cluster()))
                .filter(row -> followed.add(row.upid().text()))
                .forEach(row -> begin(() -> follow(row))));
    }

    /** From now on also what another server leaves behind is taken over; more than once is as good as once. */
    public synchronized void ofOthersToo(Store all, Time time) {
        if (all.onServer() && others.isEmpty()) {
            others = Optional.of(new Rounds("open-upids", LOOK, time, () -> {
                if (all.lead().mine(Duty.HOUSE)) {
                    look();
                }
            }));
            others.get().start();
        }
    }

    private void begin(Runnable work) {
        try {
            threads.execute(() -> unlessClosed(work));
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed before open UPIDs were looked after; the next process does");
        }
    }

    private void unlessClosed(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (threads.isShutdown()) {
                LOG.debug("closed while open UPIDs were looked after", e);
            } else {
                LOG.error("open UPIDs could not be looked after", e);
            }
        }
    }

    private void follow(UpidRow row) {
        try {
            Means means = clusters.of(row.cluster());
            UpidStore alone = new UpidStore() {
                @Override
                public void started(String cluster, Upid upid) {
                    // it is there
                }

                @Override
                public void ended(String cluster, TaskEnd end) {
                    store.endedAlone(cluster, end);
                }
            };
            TaskEnd end = new Tasks(alone, means.time())
                    .follow(means.api(), row.upid(), TaskBudget.of(LONGEST), TaskWatcher.NONE);
            LOG.info("{} ended: {}", row.upid(), end.exitStatus());
        } catch (PveException | IllegalArgumentException e) {
            LOG.warn("{} cannot be followed to its end: {}", row.upid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            followed.remove(row.upid().text());
        }
    }

    /** Leaves them to the next process; the store may be closed after it. */
    @Override
    public synchronized void close() {
        others.ifPresent(Rounds::close);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("open UPIDs are still being asked about after {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

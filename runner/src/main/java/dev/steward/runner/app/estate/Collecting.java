package dev.steward.runner.app.estate;

import dev.steward.runner.collect.ChangeRecorder;
import dev.steward.runner.collect.Collector;
import dev.steward.runner.collect.CollectorParts;
import dev.steward.runner.collect.GuestFiles;
import dev.steward.runner.collect.PushClient;
import dev.steward.runner.collect.PushMemory;
import dev.steward.runner.collect.Pusher;
import dev.steward.runner.config.collect.CollectorConfig;
import dev.steward.runner.config.collect.PushConfig;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what the clusters are and were, for as long as a server runs: changes, documents, and sending them on. */
public final class Collecting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);
    private static final Duration LOOK = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);
    /** Six passes of an agent that pushes each 5 min. */
    private static final Duration UNTOLD = Duration.ofMinutes(30);

    private final CollectorConfig config;
    private final Store store;
    private final Time time;
    private final Optional<Pusher> pusher;
    private final GuestFiles files;
    private final Thread thread = new Thread(this::keepHouse, "collector-housekeeping");
    private Collector collector;
    private UpsNotes notes;

    /**
     * What begins with {@link #start}.
     *
     * @param files reads in containers
     * @param token what is sent with documents, as it is configured now; empty: it is a text of the configuration
     */
    public Collecting(
            CollectorConfig config, Store store, GuestFiles files, Supplier<Optional<Secret>> token, Time time) {
        this.config = config;
        this.store = store;
        this.files = files;
        this.time = time;
        this.pusher = config.push().map(push -> new Pusher(new PushClient(push, token, memory(store, push)), time));
        thread.setDaemon(true);
    }

    private static PushMemory memory(Store store, PushConfig config) {
        return new KeptRefresh(store.settings(), config);
    }

    /**
     * Begins; more than once is as good as once.
     *
     * @param estates the clusters in view
     * @param upses what they last said, by name
     */
    public synchronized void start(Estates estates, Supplier<Map<String, UpsReading>> upses) {
        if (collector != null) {
            return;
        }
        ChangeRecorder changes = new ChangeRecorder(store.estateChanges(), time);
        // all servers watch the clusters, and one writes down what they see
        BooleanSupplier ours = () -> store.lead().mine(Duty.HOUSE);
        estates.listen(seen -> {
            if (ours.getAsBoolean()) {
                changes.accept(seen);
            }
        });
        collector = new Collector(
                new CollectorParts(
                        estates,
                        store.estateRecords(),
                        changes,
                        files,
                        records -> pusher.ifPresent(one -> one.accept(records)),
                        time),
                config.interval(),
                config.metrics(),
                ours);
        collector.start();
        pusher.ifPresent(Pusher::start);
        notes = new UpsNotes(() -> ours.getAsBoolean() ? upses.get() : Map.of(), store.upses(), time);
        notes.start();
        thread.start();
    }

    private void keepHouse() {
        try {
            long pruned = time.nanos() - DAY.toNanos();
            while (!Thread.currentThread().isInterrupted()) {
                if (store.lead().mine(Duty.HOUSE)) {
                    boolean due = time.nanos() - pruned >= DAY.toNanos();
                    pruned = due ? time.nanos() : pruned;
                    tidy(due);
                }
                time.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidy(boolean prune) {
        try {
            Instant now = time.now();
            store.estateRecords().closeUntold(UNTOLD.toSeconds(), now);
            if (prune) {
                Instant oldest = now.minus(config.retention());
                int rows = store.estateRecords().prune(oldest, now.minus(DAY))
                        + store.estateChanges().prune(oldest)
                        + store.upses().prune(oldest);
                LOG.debug("{} rows of the clusters' and UPSes' history were removed", rows);
            }
        } catch (RuntimeException e) {
            LOG.warn("The clusters' history could not be looked after; the next try is in 5 min", e);
        }
    }

    @Override
    public synchronized void close() {
        thread.interrupt();
        if (collector != null) {
            collector.close();
            notes.close();
        }
        pusher.ifPresent(Pusher::close);
    }
}

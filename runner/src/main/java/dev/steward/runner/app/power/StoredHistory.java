package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.outage.budget.Records;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.RunStore;
import dev.steward.runner.store.duration.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outages as runs of the store; one that does not answer soon is done without. */
public final class StoredHistory implements History, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredHistory.class);
    private static final long PATIENCE_SECONDS = 3;

    private final RunStore runs;
    private volatile Map<Durations.Key, List<Duration>> durations = Map.of();
    private final ExecutorService asking = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "power-history");
        thread.setDaemon(true);
        return thread;
    });

    /** In a store. */
    public StoredHistory(RunStore runs) {
        this.runs = runs;
    }

    @Override
    public Row begin(Plan plan, String file, String inventory, Map<String, Object> options, Cause cause) {
        NewRun row = new NewRun(
                plan.name(),
                file,
                plan.sources().stream()
                        .map(source -> new NewRun.Source(source.file(), source.text()))
                        .toList(),
                inventory,
                Map.of(),
                options,
                cause,
                Optional.empty(),
                Optional.empty());
        try {
            return asking.submit(() -> begun(row)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error(
                    "The history cannot be written ({}); the power run goes on without it",
                    String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        AtomicLong number = new AtomicLong();
        return new Row(0, event -> said(number, event));
    }

    @Override
    public Records records() {
        try {
            durations = asking.submit(() -> runs.durations().all()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error(
                    "How long steps took cannot be read ({}); what was read before counts",
                    String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<Durations.Key, List<Duration>> known = durations;
        return (module, task, host) ->
                known.getOrDefault(new Durations.Key(Durations.what(module, task), host), List.of());
    }

    private Row begun(NewRun row) {
        long run = runs.create(row);
        RunStore.Claim claim = runs.claim(run);
        return new Row(run, runs.logFor(run, claim.epoch()));
    }

    private static long said(AtomicLong number, RunEvent event) {
        LOG.info("{}", event);
        return number.incrementAndGet();
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}

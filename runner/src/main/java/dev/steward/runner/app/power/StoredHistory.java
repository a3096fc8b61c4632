package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.outage.budget.Records;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.store.RunStore;
import dev.steward.runner.store.duration.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outages as runs of the store; one that does not answer soon is done without. */
public final class StoredHistory implements History, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredHistory.class);
    private static final long PATIENCE_SECONDS = 3;
    private static final long SOON_MILLIS = 250;

    private static final int PAGE = 200;
    private static final int PAGES = 50;

    private final RunStore runs;
    private volatile Optional<Map<Durations.Key, List<Duration>>> durations = Optional.empty();
    private final RunQueries queries;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "power-history");
        thread.setDaemon(true);
        return thread;
    });

    /** In a store. */
    public StoredHistory(RunStore runs, RunQueries queries) {
        this.runs = runs;
        this.queries = queries;
    }

    @Override
    public Row begin(Plan plan, String file, Supplier<String> inventory, Map<String, Object> options, Cause cause) {
        CompletableFuture<Row> made = CompletableFuture.supplyAsync(
                        () -> begun(row(plan, file, inventory.get(), options, cause)), asking)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(StoredHistory::without);
        return new Row(() -> made.join().run(), new Late(made));
    }

    private static NewRun row(Plan plan, String file, String inventory, Map<String, Object> options, Cause cause) {
        return new NewRun(
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
    }

    /** The log of a row that is being made. */
    private record Late(CompletableFuture<Row> made) implements EventLog {

        @Override
        public long append(RunEvent event) {
            return made.join().log().append(event);
        }

        @Override
        public long append(RunEvent event, Instant happened) {
            return made.join().log().append(event, happened);
        }
    }

    private static Row without(Throwable e) {
        String why = e instanceof TimeoutException
                ? "it does not answer within " + PATIENCE_SECONDS + " s"
                : String.valueOf(e.getCause() == null ? e : e.getCause());
        LOG.error("The history cannot be written ({}); the power run goes on without it", why);
        AtomicLong number = new AtomicLong();
        return new Row(0, event -> said(number, event));
    }

    @Override
    public Records records() {
        try {
            // once they are known, an outage does not wait for a database that hangs
            CompletableFuture.supplyAsync(() -> runs.durations().all(), asking)
                    .thenAccept(all -> durations = Optional.of(all))
                    .get(durations.isPresent() ? SOON_MILLIS : PATIENCE_SECONDS * 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error(
                    "How long steps took cannot be read ({}); what was read before counts",
                    String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<Durations.Key, List<Duration>> known = durations.orElse(Map.of());
        return (module, task, host) ->
                known.getOrDefault(new Durations.Key(Durations.what(module, task), host), List.of());
    }

    private Row begun(NewRun row) {
        long run = runs.create(row);
        RunStore.Claim claim = runs.claim(run);
        return new Row(run, runs.logFor(run, claim.epoch()));
    }

    @Override
    public List<OutageLine> lines(int most) {
        List<OutageLine> lines = new ArrayList<>();
        Optional<Long> before = Optional.empty();
        for (int page = 0; page < PAGES && lines.size() < most; page++) {
            List<Run> runs = queries.page(RunFilter.ALL, before, PAGE);
            runs.stream().filter(run -> run.options().containsKey(KIND)).forEach(run -> lines.add(line(run)));
            if (runs.size() < PAGE) {
                break;
            }
            before = Optional.of(runs.get(runs.size() - 1).id());
        }
        return List.copyOf(lines.subList(0, Math.min(most, lines.size())));
    }

    private static OutageLine line(Run run) {
        String who = run.cause().kind() == Cause.Kind.UPS
                ? "UPS " + run.cause().name()
                : run.cause().name();
        String ended =
                run.status().ended() ? run.message().isEmpty() ? run.status().word() : run.message() : "";
        return new OutageLine(
                run.id(),
                String.valueOf(run.options().get(KIND)),
                run.times().started().orElse(run.times().created()),
                run.times().took(),
                Optional.ofNullable(run.options().get(REASON))
                        .map(why -> who + ": " + why)
                        .orElse(who),
                ended);
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

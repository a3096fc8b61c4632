package dev.steward.web.page;

import dev.steward.dsl.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How far a plan reaches beyond its hosts, for a page: a cluster that does not answer is asked for half a minute, and no page
 * waits that long for it. Thread-safe.
 */
final class Beyond {

    private final Asking asking;
    private final Duration patience;
    private final ExecutorService one = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "plan-reach");
        thread.setDaemon(true);
        return thread;
    });

    /** Works it out, which may take long. */
    @FunctionalInterface
    interface Asking {

        /** In sentences without an end; {@code hosts} of each play. */
        List<String> reach(Plan plan, List<List<String>> hosts);
    }

    Beyond(Asking asking, Duration patience) {
        this.asking = asking;
        this.patience = patience;
    }

    /** What is known within the patience of a page. */
    List<String> words(Plan plan, List<List<String>> hosts) {
        Future<List<String>> words = one.submit(() -> asking.reach(plan, hosts));
        try {
            return words.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // whoever waits behind it must not ask for nobody
            words.cancel(true);
            return List.of("how far it reaches is not known: its cluster does not answer soon");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}

package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does the same to many things side by side. */
public final class Crew {

    /** What is waited for after an interrupt: a UPID that can be cancelled is, and its end awaited. */
    private static final long TO_LET_GO = 60;

    private Crew() {}

    /** What is done to one. */
    @FunctionalInterface
    public interface Work<T, R> {

        /** Does it; a failure is a result, not an exception. */
        R on(T one) throws InterruptedException;
    }

    /**
     * Does it to all, in their order as far as places are free.
     *
     * @param places how many at a time
     * @return the results, in the order of the items
     * @throws InterruptedException when this thread is; all that were at work are then interrupted too, and have let go
     */
    public static <T, R> List<R> each(List<T> items, int places, Work<T, R> work) throws InterruptedException {
        if (items.size() == 1) {
            return List.of(work.on(items.get(0)));
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, Math.min(places, items.size())), Crew::daemon);
        try {
            List<Future<R>> begun = new ArrayList<>();
            for (T item : items) {
                begun.add(threads.submit(() -> work.on(item)));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> one : begun) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException("work side by side", e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            threads.awaitTermination(TO_LET_GO, TimeUnit.SECONDS);
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A read of a cluster. */
    @FunctionalInterface
    public interface Read {

        /** Reads, and keeps what it read. */
        void read() throws PveException, InterruptedException;
    }

    /**
     * Reads all, side by side: each is a way there and back.
     *
     * @return the first failure in their order, after all have ended; empty: none failed
     */
    public static Optional<PveException> reads(List<Read> reads) throws InterruptedException {
        return each(reads, reads.size(), Crew::failure).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<PveException> failure(Read read) throws InterruptedException {
        try {
            read.read();
            return Optional.empty();
        } catch (PveException e) {
            return Optional.of(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "crew");
        thread.setDaemon(true);
        return thread;
    }
}

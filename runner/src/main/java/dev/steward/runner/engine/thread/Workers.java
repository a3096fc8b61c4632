package dev.steward.runner.engine.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads of a run, one for each host at work: virtual from Java 24 on (before, SSH's synchronized blocks would pin
 * them, JEP 491), else platform threads, never more than the forks asked for.
 */
public final class Workers implements AutoCloseable {

    private static final int UNPINNED = 24;

    private final ExecutorService pool = pool();

    private static ExecutorService pool() {
        if (Runtime.version().feature() >= UNPINNED) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this JVM lacks the virtual threads of its version", e);
            }
        }
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "steward-host-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does something for each member, some at once, and waits for all; what one of them throws is thrown when all are over.
     *
     * @param limit how many at once, at least 1
     */
    public <T> void each(List<T> members, int limit, Consumer<T> work) {
        if (members.size() == 1) {
            work.accept(members.get(0));
            return;
        }
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < Math.min(Math.max(limit, 1), members.size()); i++) {
            all.add(pool.submit(() -> drain(members, next, work)));
        }
        await(all);
    }

    private static <T> void drain(List<T> members, AtomicInteger next, Consumer<T> work) {
        for (int i = next.getAndIncrement(); i < members.size(); i = next.getAndIncrement()) {
            work.accept(members.get(i));
        }
    }

    private static void await(List<Future<?>> all) {
        RuntimeException failure = null;
        boolean interrupted = false;
        for (Future<?> one : all) {
            for (boolean done = false; !done; ) {
                try {
                    one.get();
                    done = true;
                } catch (InterruptedException e) {
                    // a run ends by its Control; the interrupt is handed on when its hosts are done
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
                    done = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}

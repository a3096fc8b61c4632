package dev.steward.runner.app;

import dev.steward.runner.engine.Control;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The runs at work in this process. */
final class Executions {

    private final Runnable whenIdle;
    private final Map<Long, Execution> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "run");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * No run yet.
     *
     * @param whenIdle called each time the last run at work has ended
     */
    Executions(Runnable whenIdle) {
        this.whenIdle = whenIdle;
    }

    private record Execution(Control control, CountDownLatch ended) {}

    /** Carries out a run in a thread of its own; the work must not throw. */
    void begin(long run, Control control, Runnable work) {
        Execution execution = new Execution(control, new CountDownLatch(1));
        running.put(run, execution);
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                running.remove(run);
                execution.ended().countDown();
                if (running.isEmpty()) {
                    whenIdle.run();
                }
            }
        });
    }

    /** The hand on a run at work here. */
    Optional<Control> control(long run) {
        return Optional.ofNullable(running.get(run)).map(Execution::control);
    }

    /** Waits until a run at work here has ended; returns at once for any other. */
    void await(long run) throws InterruptedException {
        Execution execution = running.get(run);
        if (execution != null) {
            execution.ended().await();
        }
    }

    /** Whether nothing runs. */
    boolean idle() {
        return running.isEmpty();
    }

    /** Waits until nothing runs. */
    void awaitIdle() throws InterruptedException {
        while (!running.isEmpty()) {
            for (Execution execution : running.values()) {
                execution.ended().await();
            }
        }
    }

    /** Asks every run to end and waits for them. Package work goes on detached on its hosts where it takes longer. */
    void close(String by, long seconds) throws InterruptedException {
        running.values().forEach(execution -> execution.control().cancel(by, false));
        threads.shutdown();
        threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}

package dev.steward.runner.app;

import dev.steward.runner.app.hold.BatteryWatch;
import dev.steward.runner.engine.Control;
import dev.steward.runner.module.Claims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs at work in this process. Thread-safe. */
final class Executions implements BatteryWatch.OrdinaryRuns {

    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

    private final Runnable whenIdle;
    private final Supplier<List<Long>> elsewhere;
    private final Map<Long, Execution> running = new TreeMap<>();
    private final Claims claims;
    private boolean settling;
    private boolean retired;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "run");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * No run yet.
     *
     * @param whenIdle called each time the last run at work has ended; until it returns, this does not count as idle
     * @param elsewhere the numbers of the runs at work in other processes
     * @param claims what their operations are under way on
     */
    Executions(Runnable whenIdle, Supplier<List<Long>> elsewhere, Claims claims) {
        this.whenIdle = whenIdle;
        this.elsewhere = elsewhere;
        this.claims = claims;
    }

    /** @param onPurpose begun on battery, by somebody who said why */
    private record Execution(Control control, boolean onPurpose, CountDownLatch ended) {}

    /**
     * Carries out a run in a thread of its own.
     *
     * @param control the hand on it
     * @param onPurpose whether it began on battery, by somebody who said why
     * @param create makes its row and returns its number; called only where runs are still taken
     * @param work must not throw
     * @return the run's number
     * @throws RunRefused when this process takes no more runs
     */
    synchronized long begin(Control control, boolean onPurpose, LongSupplier create, LongConsumer work)
            throws RunRefused {
        if (retired) {
            throw RunRefused.ending();
        }
        long run = create.getAsLong();
        Execution execution = new Execution(control, onPurpose, new CountDownLatch(1));
        running.put(run, execution);
        threads.execute(() -> {
            try {
                guarded(run, () -> work.accept(run));
                guarded(run, () -> ended(run));
            } finally {
                execution.ended().countDown();
            }
        });
        return run;
    }

    /** A store that fails (a full disk) must not leave those waiting who wait for the end. */
    private static void guarded(long run, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.error("run {} did not end as it should", run, e);
        }
    }

    private void ended(long run) {
        synchronized (this) {
            running.remove(run);
            settling = running.isEmpty();
            if (!settling) {
                return;
            }
        }
        try {
            whenIdle.run();
        } finally {
            synchronized (this) {
                settling = false;
                notifyAll();
            }
        }
    }

    /** What their operations are under way on. */
    Claims claims() {
        return claims;
    }

    /** The hand on a run at work here. */
    synchronized Optional<Control> control(long run) {
        return Optional.ofNullable(running.get(run)).map(Execution::control);
    }

    /** Whether any run is at work, here or on another server. */
    boolean busy() {
        return !everywhere().isEmpty();
    }

    /** The numbers of the runs at work here and on other servers. */
    List<Long> everywhere() {
        // first those of others: one that begins here meanwhile is seen
        return Stream.concat(elsewhere.get().stream(), atWork().stream())
                .distinct()
                .toList();
    }

    /** The numbers of the runs at work here. */
    synchronized List<Long> atWork() {
        return List.copyOf(running.keySet());
    }

    /** Waits until a run at work here has ended; returns at once for any other. */
    void await(long run) throws InterruptedException {
        Execution execution;
        synchronized (this) {
            execution = running.get(run);
        }
        if (execution != null) {
            execution.ended().await();
        }
    }

    @Override
    public void finish(String by) {
        now().stream().filter(one -> !one.onPurpose()).forEach(one -> one.control()
                .cancel(by, false));
    }

    @Override
    public void end(String by) {
        now().forEach(one -> one.control().cancel(by, true));
    }

    private synchronized List<Execution> now() {
        return List.copyOf(running.values());
    }

    /** Whether nothing runs. */
    synchronized boolean idle() {
        return running.isEmpty() && !settling;
    }

    /** Waits until nothing runs. */
    synchronized void awaitIdle() throws InterruptedException {
        while (!idle()) {
            wait();
        }
    }

    /** Takes no more runs from here on; false, and nothing is changed, where one is at work. */
    synchronized boolean retire() {
        retired = idle();
        return retired;
    }

    /** Asks every run to end and waits for them. Package work goes on detached on its hosts where it takes longer. */
    void close(String by, long seconds) throws InterruptedException {
        List<Execution> left;
        synchronized (this) {
            retired = true;
            left = List.copyOf(running.values());
        }
        left.forEach(execution -> execution.control().cancel(by, false));
        threads.shutdown();
        threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}

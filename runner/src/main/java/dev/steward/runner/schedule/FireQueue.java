package dev.steward.runner.schedule;

import dev.steward.runner.store.ScheduleStore.FireTaken;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line of work per schedule: its fires begin one after the other, those of others do not wait for them. */
final class FireQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FireQueue.class);

    private final Map<String, Queue<Runnable>> lines = new HashMap<>();
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "schedule");
        thread.setDaemon(true);
        return thread;
    });

    synchronized void add(String schedule, Runnable work) {
        Queue<Runnable> line = lines.get(schedule);
        if (line == null) {
            lines.put(schedule, new ArrayDeque<>());
            threads.execute(() -> drain(schedule, work));
        } else {
            line.add(work);
        }
    }

    /** Adds what becomes of a fire that was handed out here; nothing, where that is in the line already. */
    void once(String schedule, Instant at, Runnable work) {
        String fire = schedule + " " + at;
        if (!inHand.add(fire)) {
            return;
        }
        add(schedule, () -> {
            try {
                work.run();
            } catch (FireTaken e) {
                LOG.warn("{}", e.getMessage());
            } finally {
                inHand.remove(fire);
            }
        });
    }

    private void drain(String schedule, Runnable first) {
        Runnable work = first;
        while (work != null) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("a fire of {} broke off; it is looked at again", schedule, e);
            } finally {
                work = next(schedule);
            }
        }
    }

    private synchronized Runnable next(String schedule) {
        Runnable work = lines.get(schedule).poll();
        if (work == null) {
            lines.remove(schedule);
        }
        return work;
    }

    /** Interrupts what waits, and waits for what works. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a fire does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

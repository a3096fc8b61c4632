package dev.steward.runner.store;

import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.RunLog.Entry;
import dev.steward.runner.store.live.Signals;
import dev.steward.runner.store.row.Clash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The one thread that writes events, so that hosts working side by side share a commit. An event that somebody waits for
 * is written at once together with everything before it; others wait up to 100 ms for company. Output beyond 32 MB of
 * unwritten events blocks its source until there is room; what must be durable is always taken, since each of its
 * sources waits for its commit.
 */
final class EventWriter implements AutoCloseable {

    private static final long ROOM = 32L << 20;
    private static final long BATCH = 4L << 20;
    private static final long PATIENCE_MILLIS = 100;

    /** Events of a batch at most, and so the numbers that a row of output can span. */
    static final int SPAN = 8192;

    private final Jdbi jdbi;
    private final Projection projection;
    private final Signals signals;
    private final BiConsumer<Long, List<NumberedEvent>> committed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Entry> queue = new ArrayDeque<>();
    private final Thread thread;
    private long weight;
    private int durable;
    private boolean closed;

    /**
     * Starts the writer.
     *
     * @param signals tells other servers, once it is committed
     * @param committed hears each run's events after their commit, on the writer's thread; must not block
     */
    EventWriter(Jdbi jdbi, Projection projection, Signals signals, BiConsumer<Long, List<NumberedEvent>> committed) {
        this.jdbi = jdbi;
        this.projection = projection;
        this.signals = signals;
        this.committed = committed;
        this.thread = new Thread(this::loop, "event-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits while too much is unwritten. */
    void awaitRoom() {
        lock.lock();
        try {
            while (weight > ROOM && !closed) {
                room.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void enqueue(Entry entry) {
        lock.lock();
        try {
            if (closed) {
                throw new EventLogException(
                        "the store is closed; run " + entry.log().run() + " cannot go on", null);
            }
            queue.add(entry);
            weight += entry.weight();
            durable += entry.durable() ? 1 : 0;
            if (entry.durable() || queue.size() == 1 || weight > BATCH) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        List<Entry> batch = next();
        while (!batch.isEmpty()) {
            write(batch);
            batch = next();
        }
    }

    /** The next batch in order; empty when closed and all is written. */
    private List<Entry> next() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            long left = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (durable == 0 && weight < BATCH && left > 0 && !closed) {
                left = patient(left);
            }
            return drain();
        } finally {
            lock.unlock();
        }
    }

    private long patient(long left) {
        try {
            return work.awaitNanos(left);
        } catch (InterruptedException nobodyShould) {
            return 0;
        }
    }

    private List<Entry> drain() {
        List<Entry> batch = new ArrayList<>();
        long taken = 0;
        while (!queue.isEmpty() && taken < BATCH && batch.size() < SPAN) {
            Entry entry = queue.poll();
            taken += entry.weight();
            durable -= entry.durable() ? 1 : 0;
            batch.add(entry);
        }
        weight -= taken;
        room.signalAll();
        return batch;
    }

    private void write(List<Entry> batch) {
        Map<RunLog, List<Entry>> runs = new LinkedHashMap<>();
        for (Entry entry : batch) {
            runs.computeIfAbsent(entry.log(), log -> new ArrayList<>()).add(entry);
        }
        if (!commit(runs) && runs.size() > 1) {
            // one run's trouble is not the others': each alone
            runs.forEach((log, entries) -> settle(log, commit(Map.of(log, entries)), entries));
        } else {
            runs.forEach((log, entries) -> settle(log, log.failure() == null, entries));
        }
    }

    /** Writes and commits; false where nothing was committed. Runs that another owner took over are left out. */
    private boolean commit(Map<RunLog, List<Entry>> runs) {
        try {
            Clash.again(() -> written(runs)).forEach(EventWriter::fence);
            return true;
        } catch (RuntimeException e) {
            if (runs.size() == 1) {
                RunLog log = runs.keySet().iterator().next();
                log.fail(new EventLogException(
                        "the events of run " + log.run() + " cannot be kept: " + e.getMessage(), e));
            }
            return false;
        }
    }

    /** Writes and commits all; the runs that are left out. */
    private List<RunLog> written(Map<RunLog, List<Entry>> runs) {
        Map<RunLog, Set<String>> kinds = new HashMap<>();
        runs.keySet().forEach(log -> kinds.put(log, log.kinds()));
        try {
            return jdbi.inTransaction(handle -> {
                List<RunLog> lost = new ArrayList<>();
                runs.forEach((log, entries) -> {
                    if (log.failure() != null || !claimed(handle, log, entries)) {
                        lost.add(log);
                    } else {
                        projection.write(handle, log, entries);
                        signals.run(handle, log.run());
                    }
                });
                return lost;
            });
        } catch (RuntimeException e) {
            kinds.forEach((log, kind) -> {
                log.known().clear();
                log.known().addAll(kind);
            });
            throw e;
        }
    }

    /** The fence: takes the row's lock, so a new owner either comes before this commit or after it. */
    private static boolean claimed(Handle handle, RunLog log, List<Entry> entries) {
        long last = entries.get(entries.size() - 1).event().number();
        return handle.execute(
                        "update run set last_event = ?, kept_bytes = kept_bytes + ?"
                                + " where id = ? and epoch = ? and status = 'running'",
                        last,
                        entries.stream().mapToLong(Entry::kept).sum(),
                        log.run(),
                        log.epoch())
                == 1;
    }

    private static void fence(RunLog log) {
        if (log.failure() == null) {
            log.fail(new EventLogException(
                    "run " + log.run() + " belongs to another owner now (epoch " + log.epoch() + " is over)", null));
        }
    }

    private void settle(RunLog log, boolean written, List<Entry> entries) {
        boolean kept = written && log.failure() == null;
        if (kept) {
            committed.accept(log.run(), entries.stream().map(Entry::event).toList());
        }
        entries.stream().filter(Entry::durable).forEach(entry -> {
            if (kept) {
                entry.committed().complete(null);
            } else {
                entry.committed().completeExceptionally(log.failure());
            }
        });
    }

    /** Writes what is there and ends; later events are refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

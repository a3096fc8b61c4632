package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.LinesOnce;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import dev.steward.runner.store.keep.Sizes;
import dev.steward.runner.store.row.EventSum;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The log of one run under one epoch: gives numbers, hands everything to the writer and waits where it must. */
final class RunLog implements EventLog {

    /** A phase of a power plan is at work, and is not undone. */
    static final String SHEDDING = "phase";

    /** Nothing may be changed. */
    static final String CHECK = "check";

    private final long run;
    private final long epoch;
    private final EventWriter writer;
    private final Runnable sure;
    private final EventJson json;
    private final Time time;
    private final ReentrantLock order = new ReentrantLock();
    private final Set<String> known = new HashSet<>();
    private long last;
    private boolean finished;
    private volatile EventLogException failure;

    /** @param sure fails where the run may be another's by now */
    RunLog(Place place, EventWriter writer, Runnable sure, EventJson json, Time time) {
        this.sure = sure;
        this.run = place.run();
        this.epoch = place.epoch();
        this.last = place.last();
        this.writer = writer;
        this.json = json;
        this.time = time;
    }

    /** Where a log goes on. */
    record Place(long run, long epoch, long last) {}

    /** An event on its way to the database. */
    record Entry(RunLog log, NumberedEvent event, String payload, CompletableFuture<Void> committed) {

        boolean durable() {
            return committed != null;
        }

        /** Roughly what it occupies in memory, in bytes. */
        long weight() {
            return 256L + 4L * payload.length();
        }

        /** What it adds to the text that is kept of its run, in bytes. */
        long kept() {
            return Sizes.bytes(payload)
                    + (event.event() instanceof RunEvent.Output ? OutputPack.FRAME : EventSum.LENGTH);
        }
    }

    @Override
    public long append(RunEvent event) {
        return append(event, time.now());
    }

    @Override
    public long append(RunEvent event, Instant happened) {
        String payload = event instanceof RunEvent.Output output
                ? OutputPack.part(json, output)
                : json.write(LinesOnce.kept(event));
        boolean durable = durable(event);
        if (!durable) {
            writer.awaitRoom();
        }
        Entry entry = enqueue(event, happened, payload, durable);
        if (durable) {
            await(entry.committed());
        }
        if (durable && !(event instanceof RunEvent.RunFinished) || event instanceof RunEvent.TaskStarted) {
            makeSure();
        }
        return entry.event().number();
    }

    private Entry enqueue(RunEvent event, Instant happened, String payload, boolean durable) {
        order.lock();
        try {
            if (failure != null) {
                throw new EventLogException(failure.getMessage(), failure);
            }
            if (finished) {
                throw new EventLogException("run " + run + " has ended; nothing can follow", null);
            }
            Instant at = happened.truncatedTo(ChronoUnit.MICROS);
            NumberedEvent numbered = new NumberedEvent(run, last + 1, at, event);
            Entry entry = new Entry(this, numbered, payload, durable ? new CompletableFuture<>() : null);
            writer.enqueue(entry);
            last++;
            finished = event instanceof RunEvent.RunFinished;
            return entry;
        } finally {
            order.unlock();
        }
    }

    /** A process that stood still for long between the commit and the host's step would do what others have given up. */
    private void makeSure() {
        try {
            sure.run();
        } catch (StoreException e) {
            fail(new EventLogException("run " + run + " is not gone on with here: " + e.getMessage(), e));
            throw new EventLogException(failure.getMessage(), failure);
        }
    }

    /** Not interruptible: a caller must learn whether its event was kept. */
    private static void await(CompletableFuture<Void> committed) {
        try {
            committed.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EventLogException known) {
                throw new EventLogException(known.getMessage(), known);
            }
            throw e;
        }
    }

    /** What must be on disk before the host's next step. */
    static boolean durable(RunEvent event) {
        return event instanceof RunEvent.RunStarted
                || event instanceof RunEvent.TaskFinished
                || event instanceof RunEvent.UpidStarted
                || event instanceof RunEvent.UpidEnded
                || event instanceof RunEvent.ConfirmAnswered
                || event instanceof RunEvent.RunFinished
                || event instanceof RunEvent.ItemFinished item && item.status() != Status.SKIPPED
                || event instanceof RunEvent.TaskStarted started && started.changing();
    }

    void fail(EventLogException why) {
        failure = why;
    }

    EventLogException failure() {
        return failure;
    }

    long run() {
        return run;
    }

    long epoch() {
        return epoch;
    }

    /** What of {@link #known} says what the run is, not which rows are there. */
    Set<String> kinds() {
        return Stream.of(SHEDDING, CHECK).filter(known::contains).collect(Collectors.toSet());
    }

    /** Hosts and steps already recorded; for the writer's thread only. */
    Set<String> known() {
        return known;
    }
}

package dev.steward.runner.lab.pve.task;

import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What will happen in the lab, in order of time. Nothing runs by itself: whoever looks moves it on to the present, so
 * that a clock that is set moves the whole estate. The cluster's monitor guards it.
 */
public final class Agenda {

    private record Event(long due, long number, Runnable what) {}

    private final Time time;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::number));
    private long count;
    private boolean inside;
    private long present;

    /** An empty one. */
    public Agenda(Time time) {
        this.time = time;
    }

    /** Plans something, counted from what is now the present. */
    public void after(Duration delay, Runnable what) {
        events.add(new Event(nanos() + delay.toNanos(), count++, what));
    }

    /** Does all that is due, each at its own time. */
    public void tick() {
        if (inside) {
            return;
        }
        inside = true;
        long until = time.nanos();
        try {
            while (!events.isEmpty() && events.peek().due() - until <= 0) {
                Event next = events.poll();
                present = next.due();
                next.what().run();
                until = time.nanos();
            }
        } finally {
            inside = false;
        }
    }

    private long nanos() {
        return inside ? present : time.nanos();
    }

    /** The present: of the event that runs, else of the clock. */
    public Instant now() {
        return inside ? time.now().minusNanos(time.nanos() - present) : time.now();
    }
}

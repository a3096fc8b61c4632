package dev.steward.runner.outage.budget;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;

/** The time many hosts take, some of them at once: each place takes the next host as soon as it is free, as the engine does. */
final class Makespan {

    private Makespan() {}

    /**
     * Until the last one is done.
     *
     * @param each in the order they begin
     * @param places how many at once, 1 or more
     */
    static Duration of(List<Duration> each, int places) {
        PriorityQueue<Duration> free = new PriorityQueue<>();
        Duration end = Duration.ZERO;
        for (Duration one : each) {
            Duration start = free.size() < Math.max(1, places) ? Duration.ZERO : free.remove();
            Duration done = start.plus(one);
            free.add(done);
            end = done.compareTo(end) > 0 ? done : end;
        }
        return end;
    }
}

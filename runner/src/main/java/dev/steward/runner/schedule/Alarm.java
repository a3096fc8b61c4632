package dev.steward.runner.schedule;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * Wakes the schedules up. An alarm carries no meaning: whoever hears it looks at the clock and decides, so one that comes
 * late, twice or for nothing does no harm.
 */
public interface Alarm extends AutoCloseable {

    /**
     * From here on alarms ring.
     *
     * @param ring hears them, on any thread, with the schedule's name
     * @param look is called every few seconds too: where several servers share the alarms, one that ends can take a ring with it
     */
    void start(Consumer<String> ring, Runnable look);

    /** Rings at an instant, at once when it is past; replaces the schedule's earlier alarm. */
    void set(String schedule, Instant at);

    /** No alarm for this schedule. */
    void clear(String schedule);

    /** No alarm any more; one that rings just now is waited for. */
    @Override
    void close();
}

package dev.steward.runner.outage.journal;

import java.time.Instant;
import java.util.Optional;

/** What an outage means to do and what came of it, so that another process can go on. Thread-safe; nothing of it throws. */
public interface Journal extends AutoCloseable {

    /** Keeps an entry; it is on disk when this returns, unless there is {@link #trouble}. */
    void append(Entry entry);

    /** All that was kept so far, by this process or the one before. */
    Past past();

    /** Why it is kept in memory alone now, in one sentence with the remedy; empty: it is on disk. */
    Optional<String> trouble();

    /** Puts the present outage aside, which is over; the next entry begins another. */
    void aside(Instant at);

    /** Lets go of the disk; a later entry takes hold of it again. */
    @Override
    void close();
}

package dev.steward.runner.outage.journal;

import java.time.Instant;
import java.util.Optional;

/** A journal that nobody goes on with: for what changes nothing, as check mode and rehearsals. */
public final class MemoryJournal implements Journal {

    private Past past;

    /** Begins where another stands, which it leaves as it is. */
    public MemoryJournal(Past past) {
        this.past = past.copy();
    }

    @Override
    public synchronized void append(Entry entry) {
        past.add(entry);
    }

    @Override
    public synchronized Past past() {
        return past;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public synchronized void aside(Instant at) {
        past = Past.none();
    }

    @Override
    public void close() {
        // there is nothing to let go of
    }
}

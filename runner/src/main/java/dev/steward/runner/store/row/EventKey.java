package dev.steward.runner.store.row;

/** The keys of events: all of a run stand together, in their order. */
public final class EventKey {

    /** How many keys a run has. */
    public static final long OF_A_RUN = 1L << 32;

    private EventKey() {}

    /** The key of an event of a run, or the least one where the number is 0. */
    public static long of(long run, long number) {
        return run << 32 | number;
    }

    /** The run of a key. */
    public static long run(long key) {
        return key >>> 32;
    }

    /** The greatest key of a run. */
    public static long last(long run) {
        return of(run, OF_A_RUN - 1);
    }
}

package dev.steward.runner.engine.output;

/**
 * How much of a task's output stands in the run's log; the rest is counted and said to be left out.
 *
 * @param head lines shown as they come
 * @param tail last lines shown at the end, where there were more
 * @param line characters of one line
 * @param characters of the lines shown as they come, and a quarter of it of the last ones; the line that passes it is the last
 */
public record OutputLimits(int head, int tail, int line, long characters) {

    /**
     * 10,000 lines as they come, the last 1,000, each of at most 4,000 characters, and a million characters in all:
     * a thousand hosts that all send as much as they can fill neither the store nor the memory of who reads.
     */
    public static final OutputLimits DEFAULT = new OutputLimits(10_000, 1_000, 4_000, 1_000_000);

    /** Bounded by lines alone. */
    public OutputLimits(int head, int tail, int line) {
        this(head, tail, line, Long.MAX_VALUE);
    }
}

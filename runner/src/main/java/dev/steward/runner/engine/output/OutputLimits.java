package dev.steward.runner.engine.output;

/**
 * How much of a task's output stands in the run's log; the rest is counted and said to be left out.
 *
 * @param head lines shown as they come
 * @param tail last lines shown at the end, where there were more
 * @param line characters of one line
 */
public record OutputLimits(int head, int tail, int line) {

    /** 10,000 lines as they come, the last 1,000, each of at most 4,000 characters. */
    public static final OutputLimits DEFAULT = new OutputLimits(10_000, 1_000, 4_000);
}

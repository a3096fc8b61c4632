package dev.steward.runner.lab.process;

import java.util.concurrent.atomic.AtomicLong;

/** What one login may use up, so that no script can hang or fill the demo. Shared by all its processes. */
public final class Budget {

    /** The most bytes a variable, a line or a captured output may have. */
    public static final int TEXT = 16 << 20;

    private final AtomicLong steps;
    private final AtomicLong bytes;

    /**
     * A budget.
     *
     * @param steps commands, loop rounds and the like
     * @param bytes written to all outputs together
     */
    public Budget(long steps, long bytes) {
        this.steps = new AtomicLong(steps);
        this.bytes = new AtomicLong(bytes);
    }

    boolean step() {
        return steps.decrementAndGet() >= 0;
    }

    boolean write(int count) {
        return bytes.addAndGet(-count) >= 0;
    }
}

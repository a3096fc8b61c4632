package dev.steward.runner.engine.thread;

import dev.steward.runner.module.ModuleInfo.OnCancel;
import java.util.function.Consumer;

/** A step at work on a host in the thread that made this; a cancel and time limits reach it here. */
public final class Running implements AutoCloseable {

    private final OnCancel onCancel;
    private final Consumer<Running> ended;
    private final Thread thread = Thread.currentThread();
    private int shields;
    private boolean wanted;
    private boolean pausing;
    private boolean over;

    /**
     * A step of the present thread.
     *
     * @param onCancel what a cancel does to it
     * @param ended is told when it is over
     */
    public Running(OnCancel onCancel, Consumer<Running> ended) {
        this.onCancel = onCancel;
        this.ended = ended;
    }

    /** Ends it where a cancel may: a pause between two tries always. */
    public synchronized void cancel(boolean force) {
        if (force || pausing || onCancel == OnCancel.STOPS) {
            interrupt();
        }
    }

    /** Interrupts its thread, unless it is over; while it is shielded, at the end of that. */
    public synchronized void interrupt() {
        if (shields > 0) {
            wanted = true;
        } else if (!over) {
            thread.interrupt();
        }
    }

    /** Whether it only waits now. */
    public synchronized void pausing(boolean pause) {
        pausing = pause;
    }

    /** Does something that must not be interrupted half-way, as a write into the log. */
    public void shielded(Runnable work) {
        boolean interrupted = Thread.currentThread() == thread && Thread.interrupted();
        shield(1);
        try {
            work.run();
        } finally {
            shield(-1);
            if (interrupted) {
                interrupt();
            }
        }
    }

    private synchronized void shield(int change) {
        shields += change;
        if (shields == 0 && wanted) {
            wanted = false;
            interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
            // an interrupt that came too late must not hit what this thread does next
            Thread.interrupted();
        }
        ended.accept(this);
    }
}

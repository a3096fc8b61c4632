package dev.steward.runner.engine;

import dev.steward.runner.module.ModuleInfo.OnCancel;

/** A step at work on a host in the thread that made this; a cancel and time limits reach it here. */
final class Running implements AutoCloseable {

    private final Control control;
    private final Control.Step step;
    private final OnCancel onCancel;
    private final Thread thread = Thread.currentThread();
    private int shields;
    private boolean wanted;
    private boolean pausing;
    private boolean over;

    Running(Control control, Control.Step step, OnCancel onCancel) {
        this.control = control;
        this.step = step;
        this.onCancel = onCancel;
    }

    Control.Step step() {
        return step;
    }

    /** Ends it where a cancel may: a pause between two tries always. */
    synchronized void cancel(boolean force) {
        if (force || pausing || onCancel == OnCancel.STOPS) {
            interrupt();
        }
    }

    /** Interrupts its thread, unless it is over; while it is shielded, at the end of that. */
    synchronized void interrupt() {
        if (shields > 0) {
            wanted = true;
        } else if (!over) {
            thread.interrupt();
        }
    }

    /** Whether it only waits now. */
    synchronized void pausing(boolean pause) {
        pausing = pause;
    }

    /** Does something that must not be interrupted half-way, as a write into the log. */
    void shielded(Runnable work) {
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
        control.ended(this);
    }
}

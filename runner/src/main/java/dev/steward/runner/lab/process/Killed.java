package dev.steward.runner.lab.process;

/** Unwinds the program of a process that has ended, by a signal or by its own exit. */
public final class Killed extends RuntimeException {

    private final transient Proc proc;

    Killed(Proc proc) {
        super("process " + proc.pid() + " has ended", null, false, false);
        this.proc = proc;
    }

    /** Who ended. */
    public Proc proc() {
        return proc;
    }
}

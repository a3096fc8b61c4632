package dev.steward.runner.lab.pve.task;

/** A task ends badly; the message is its exit status. */
public final class TaskFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the text PVE shows, without {@code TASK ERROR: }. */
    public TaskFailure(String text) {
        super(text, null, false, false);
    }
}

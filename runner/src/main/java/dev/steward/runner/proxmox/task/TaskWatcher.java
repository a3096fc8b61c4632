package dev.steward.runner.proxmox.task;

/** Sees the log of a UPID while it grows. */
public interface TaskWatcher {

    /** Nobody looks. */
    TaskWatcher NONE = (number, text) -> {};

    /**
     * A line of the log.
     *
     * @param number from 1, each once, in order
     */
    void line(long number, String text);

    /** Status or log could not be read just now; it is tried again. */
    default void trouble(String message) {}
}

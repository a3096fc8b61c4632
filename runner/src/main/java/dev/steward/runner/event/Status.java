package dev.steward.runner.event;

/** The result of a task on one host. */
public enum Status {
    OK,
    CHANGED,
    SKIPPED,
    FAILED,
    UNREACHABLE;

    /** The word in logs, pages and JSON. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

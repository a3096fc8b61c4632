package dev.steward.runner.event;

/** The state of a run; the words are the same in JSON, SQL and on pages. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    OK,
    FAILED,
    CANCELLED,
    /** Its Steward died before it ended. */
    LOST,
    /** A schedule's fire that did not happen. */
    MISSED,
    /** It did not begin, for a UPS was on battery, or it waits for another person's word. */
    HELD;

    /** The word in logs, pages, SQL and JSON. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}

package dev.steward.runner.proxmox.task;

import java.time.Duration;

/**
 * How long a UPID is followed.
 *
 * @param limit from the begin of following
 * @param atEnd what becomes of a UPID that still runs then
 */
public record TaskBudget(Duration limit, AtEnd atEnd) {

    /** What becomes of a UPID that still runs when the time is up. */
    public enum AtEnd {
        /** It goes on; nobody waits for it. */
        LEAVE,
        /** It is cancelled, and its end awaited. */
        CANCEL
    }

    /** So long, then it goes on alone. */
    public static TaskBudget of(Duration limit) {
        return new TaskBudget(limit, AtEnd.LEAVE);
    }

    /** So long, then it is cancelled. */
    public static TaskBudget orCancel(Duration limit) {
        return new TaskBudget(limit, AtEnd.CANCEL);
    }
}

package dev.steward.runner.store.patch;

import java.util.Locale;

/** How a requested reboot stands. */
public enum RebootStatus {
    /** Asked for; the host was not told yet. */
    SENT,
    /** The host is being told, or was. */
    REBOOTING,
    /** Another boot of it answered. */
    COMPLETED,
    FAILED,
    /** It was not back in time, or nothing was heard for that long. */
    TIMEOUT,
    /** Its Steward died before it ended. */
    LOST;

    /** The word in SQL, JSON and on pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return this != SENT && this != REBOOTING;
    }
}

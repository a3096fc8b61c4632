package dev.steward.runner.store.patch;

import java.util.Locale;

/** How a requested reboot stands. */
public enum RebootStatus {
    /** Asked for; the host was not told yet. */
    SENT,
    /** The host is being told, or was. */
    REBOOTING,
    /** Steward itself runs there: it follows after the run, and is looked at after the boot. */
    HANDED_OVER,
    /** Another boot of it answered. */
    COMPLETED,
    FAILED,
    /** It was not back in time, or nothing was heard for that long. */
    TIMEOUT,
    /** Its Steward died before it ended. */
    LOST,
    /** It was left alone: people made it exempt from automatic reboots. */
    SKIPPED;

    /** The word in SQL, JSON and on pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return this != SENT && this != REBOOTING && this != HANDED_OVER;
    }
}

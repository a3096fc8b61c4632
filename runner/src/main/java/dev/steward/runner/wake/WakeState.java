package dev.steward.runner.wake;

import java.util.Locale;

/** What a guest that sleeps and wakes does. */
public enum WakeState {
    /** It runs. */
    AWAKE,
    /** It is off or suspended. */
    ASLEEP,
    /** It is being started, or was, and none of its addresses answers yet. */
    WAKING,
    /** It is being put to sleep. */
    STOPPING,
    /** The last wish was not fulfilled. */
    FAILED,
    /** Its cluster or node cannot be asked. */
    UNKNOWN;

    /** In a word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.steward.runner.store.patch;

import java.util.List;
import java.util.Locale;

/** How package work on one host stands. */
public enum OperationStatus {
    /** Asked for; its host's turn has not come. */
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    /** It failed, and the guest was taken back to how it was. */
    ROLLED_BACK,
    /** It was past its limit, or nothing was heard of it for that long. */
    TIMEOUT,
    /** Its Steward died before it ended. */
    LOST,
    /** It was not begun, for a reason that is said. */
    SKIPPED;

    /** Those that have not ended, as SQL and JSON write them. */
    static final List<String> OPEN = List.of(PENDING.word(), RUNNING.word());

    /** The word in SQL, JSON and on pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return this != PENDING && this != RUNNING;
    }

    /**
     * The status of a word.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static OperationStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

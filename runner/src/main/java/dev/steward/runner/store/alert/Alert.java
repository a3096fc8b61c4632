package dev.steward.runner.store.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is or was wrong.
 *
 * @param id its number
 * @param identity the same for the same trouble of the same thing, wherever it is and whatever holds it
 * @param kind its word, as {@code quorum}
 * @param cluster our name of it
 * @param subject what it is about, as {@code node/pve1}; {@code cluster} for the cluster itself
 * @param severity info, warning or error
 * @param title one line
 * @param text more of it
 * @param raised when it was raised
 * @param cleared when it was over, and why; empty: it is not
 * @param acked who knows of it; empty: nobody said so
 * @param told what people know
 */
public record Alert(
        long id,
        String identity,
        String kind,
        String cluster,
        String subject,
        String severity,
        String title,
        String text,
        Instant raised,
        Optional<Cleared> cleared,
        Optional<Acked> acked,
        Told told) {

    /** That it is over: since when, and by what in words. */
    public record Cleared(Instant at, String by) {}

    /** That somebody knows: when, who and what they said. */
    public record Acked(Instant at, String by, String why) {}

    /**
     * What people were told.
     *
     * @param raised that it is
     * @param cleared that it is over, or that nobody needs to be told
     * @param last the last reminder
     * @param reminders how many
     */
    public record Told(boolean raised, boolean cleared, Optional<Instant> last, int reminders) {}

    /** What a silence compares with: {@code home/node/pve1}. */
    public String place() {
        return cluster + "/" + subject;
    }
}

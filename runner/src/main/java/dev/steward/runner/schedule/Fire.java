package dev.steward.runner.schedule;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * A fire of a schedule, or the place where one would have been but for a change of the clock.
 *
 * @param at when
 * @param local the time that the cron says, on the zone's clock
 * @param mark what the change of the clock does to it
 */
public record Fire(Instant at, LocalDateTime local, Mark mark) {

    /** What a change of the clock does to a fire. */
    public enum Mark {
        PLAIN,
        /** The local time does not exist; it fires at the end of the gap. */
        SHIFTED,
        /** The local time does not exist; it does not fire. */
        SKIPPED,
        /** The local time comes twice; this is the first. */
        FIRST,
        /** The local time comes twice; this is the second. */
        SECOND,
        /** The local time comes twice; at this one it does not fire. */
        LEFT_OUT
    }

    /** Whether it fires at all. */
    public boolean fires() {
        return mark != Mark.SKIPPED && mark != Mark.LEFT_OUT;
    }
}

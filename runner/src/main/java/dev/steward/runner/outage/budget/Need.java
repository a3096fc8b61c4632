package dev.steward.runner.outage.budget;

import java.time.Duration;

/**
 * The time something takes.
 *
 * @param typical at the median of what was recorded
 * @param likely at the 95th percentile
 * @param worst with every limit used up
 */
public record Need(Duration typical, Duration likely, Duration worst) {

    /** No time. */
    public static final Need NONE = new Need(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** One after the other. */
    public Need plus(Need other) {
        return new Need(typical.plus(other.typical), likely.plus(other.likely), worst.plus(other.worst));
    }

    /** No longer than a limit. */
    public Need within(Duration limit) {
        return new Need(shorter(typical, limit), shorter(likely, limit), shorter(worst, limit));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}

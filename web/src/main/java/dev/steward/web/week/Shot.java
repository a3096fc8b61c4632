package dev.steward.web.week;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One fire of one schedule.
 *
 * @param schedule its name
 * @param at when it fires
 * @param local the same on the page's clock
 * @param usual how long its run usually takes; empty: not known
 * @param mark what a clock change does to it; empty: nothing
 * @param fires false: it is listed in its place, and does not fire
 * @param meets other schedules whose runs usually go on at the same time, sorted
 * @param late it falls into its own last run's usual time, so that it is usually missed
 */
record Shot(
        String schedule,
        Instant at,
        LocalDateTime local,
        Optional<Duration> usual,
        Optional<String> mark,
        boolean fires,
        List<String> meets,
        boolean late) {

    /** A run of unknown length is taken for as long as this, to be seen at all. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    Instant end() {
        return at.plus(length());
    }

    Duration length() {
        return usual.filter(took -> took.compareTo(LEAST) > 0).orElse(LEAST);
    }

    boolean overlaps(Shot other) {
        return fires && other.fires && at.isBefore(other.end()) && other.at.isBefore(end());
    }

    Shot meeting(List<String> others, boolean itself) {
        return new Shot(schedule, at, local, usual, mark, fires, others, itself);
    }
}

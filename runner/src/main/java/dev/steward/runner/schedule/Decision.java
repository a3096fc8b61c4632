package dev.steward.runner.schedule;

import dev.steward.runner.config.ScheduleConfig.Misfire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the fires that are due: a pure function of the schedule, its fire times and the clock.
 *
 * @param begin due now, or to be caught up, oldest first
 * @param missed will not begin, each with its reason, oldest first
 */
record Decision(List<Due> begin, List<Miss> missed) {

    /** A fire this late still counts as on time. */
    static final Duration GRACE = Duration.ofMinutes(1);

    /** Rows for missed fires at most, for a schedule of every second that was down for a week. */
    private static final int ROWS = 100;

    /** A fire that begins a run; caught up when it is late. */
    record Due(Instant at, boolean caughtUp) {}

    /** A fire that does not. */
    record Miss(Instant at, String reason) {}

    /**
     * Decides.
     *
     * @param schedule whose
     * @param times of its fires
     * @param considered up to here everything was decided
     * @param now the clock
     */
    static Decision of(Schedule schedule, FireTimes times, Instant considered, Instant now) {
        List<Instant> due =
                times.latest(considered, now, ROWS).stream().map(Fire::at).toList();
        Optional<String> silent = schedule.silent();
        if (silent.isPresent()) {
            return new Decision(List.of(), misses(due, silent.get()));
        }
        List<Instant> onTime = due.stream().filter(at -> !late(at, now)).toList();
        List<Instant> late = due.stream().filter(at -> late(at, now)).toList();
        int kept = Math.min(late.size(), caughtUp(schedule));
        List<Due> begin = new ArrayList<>();
        late.subList(late.size() - kept, late.size()).forEach(at -> begin.add(new Due(at, true)));
        onTime.forEach(at -> begin.add(new Due(at, false)));
        String reason = "Steward was down or its machine asleep at the time"
                + (kept > 0 ? "; a later fire was made up for instead" : "");
        return new Decision(begin, misses(late.subList(0, late.size() - kept), reason));
    }

    /** The same with every fire missed, those that would have begun for a reason of their own. */
    Decision withNothingBegun(String reason) {
        List<Miss> all = new ArrayList<>(missed);
        begin.forEach(due -> all.add(new Miss(due.at(), reason)));
        return new Decision(List.of(), all);
    }

    static boolean late(Instant at, Instant now) {
        return at.plus(GRACE).isBefore(now);
    }

    /** How many late fires a schedule makes up for at most. */
    static int caughtUp(Schedule schedule) {
        Misfire misfire = schedule.config().misfire();
        return switch (misfire) {
            case SKIP -> 0;
            case ONCE -> 1;
            case ALL -> schedule.config().catchUp();
        };
    }

    private static List<Miss> misses(List<Instant> late, String reason) {
        List<Instant> rows = late.subList(Math.max(0, late.size() - ROWS), late.size());
        List<Miss> misses = new ArrayList<>();
        for (Instant at : rows) {
            boolean more = misses.isEmpty() && late.size() >= ROWS;
            misses.add(new Miss(at, more ? reason + "; earlier fires are not listed" : reason));
        }
        return misses;
    }
}

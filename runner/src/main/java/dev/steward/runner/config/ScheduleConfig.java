package dev.steward.runner.config;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One schedule, as {@code steward.yml} and the API define it.
 *
 * @param playbook a file of the playbooks folder
 * @param cron six or seven fields as Quartz has them, or five as crontab(5) has them
 * @param zone the time zone of the cron; empty: the machine's
 * @param inventory sources; empty: the configured ones
 * @param limit a host pattern; empty: none
 * @param vars the playbook's parameters
 * @param tags run only these; empty: all
 * @param check change nothing
 * @param diff collect diffs
 * @param misfire what becomes of fires that came while Steward was not running
 * @param catchUp how many of them at most, with misfire {@code all}
 * @param gap what becomes of a fire whose local time does not exist, in spring; empty: {@code skip} where the cron fires
 *     every hour, else {@code shift}
 * @param doubled what becomes of a fire whose local time comes twice, in autumn; empty: {@code both} where the cron fires
 *     every hour, else {@code first}
 * @param overlap whether a fire begins while the run of an earlier one goes on
 * @param mustEndBy a time of day in the schedule's zone: a host that would, by its history, not be done by then does not
 *     begin any more; empty: hosts begin whenever it is their turn
 * @param overdueAfter so many periods without a green run are told as one notice; 0: never
 * @param runner the label of the servers that may run it, where several share a history; empty: any of them
 * @param enabled false: it never fires, and its fires are recorded as missed
 */
public record ScheduleConfig(
        String playbook,
        String cron,
        Optional<ZoneId> zone,
        List<String> inventory,
        Optional<String> limit,
        Map<String, Object> vars,
        List<String> tags,
        boolean check,
        boolean diff,
        Misfire misfire,
        int catchUp,
        Optional<Gap> gap,
        Optional<Doubled> doubled,
        Overlap overlap,
        Optional<LocalTime> mustEndBy,
        Integer overdueAfter,
        Optional<String> runner,
        boolean enabled) {

    /** What becomes of fires that came while Steward was not running. */
    public enum Misfire {
        /** They are recorded as missed. */
        SKIP,
        /** The latest begins now, the others are missed. */
        ONCE,
        /** They begin one after the other, the latest {@code catchUp} of them. */
        ALL
    }

    /** What becomes of a local time that the clock jumps over. */
    public enum Gap {
        /** It fires at the end of the gap. */
        SHIFT,
        /** It does not fire. */
        SKIP
    }

    /** What becomes of a local time that comes twice. */
    public enum Doubled {
        FIRST,
        SECOND,
        BOTH
    }

    /** Whether runs of one schedule may overlap. */
    public enum Overlap {
        FORBID,
        ALLOW
    }

    private static final int USUAL_OVERDUE = 2;

    /** Nothing but what every schedule must say is missing here; playbook and cron are null. */
    static final ScheduleConfig DEFAULT = new ScheduleConfig(
            null,
            null,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            List.of(),
            false,
            false,
            Misfire.SKIP,
            1,
            Optional.empty(),
            Optional.empty(),
            Overlap.FORBID,
            Optional.empty(),
            USUAL_OVERDUE,
            Optional.empty(),
            true);

    /** Shipped: containers, then Docker VMs one by one, Sunday 03:00 in the machine's zone; a missed one is not made up. */
    public static final ScheduleConfig WEEKLY_UPDATES = of("weekly-updates.groovy", "0 3 * * 0");

    public ScheduleConfig {
        inventory = List.copyOf(inventory);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        tags = List.copyOf(tags);
        mustEndBy = mustEndBy == null ? Optional.empty() : mustEndBy; // kept by a version that did not know it
        overdueAfter = overdueAfter == null ? USUAL_OVERDUE : overdueAfter; // likewise
        runner = runner == null ? Optional.empty() : runner; // likewise
        if (overdueAfter < 0 || overdueAfter > 1000) {
            throw new IllegalArgumentException("overdueAfter is " + overdueAfter + "; expected 0 (never) to 1000");
        }
        if (catchUp < 1 || catchUp > 100) {
            throw new IllegalArgumentException("catchUp is " + catchUp + "; expected 1 to 100");
        }
    }

    /** A schedule that says no more than it must. */
    public static ScheduleConfig of(String playbook, String cron) {
        return with(DEFAULT, playbook, cron);
    }

    private static ScheduleConfig with(ScheduleConfig d, String playbook, String cron) {
        return new ScheduleConfig(
                playbook,
                cron,
                d.zone,
                d.inventory,
                d.limit,
                d.vars,
                d.tags,
                d.check,
                d.diff,
                d.misfire,
                d.catchUp,
                d.gap,
                d.doubled,
                d.overlap,
                d.mustEndBy,
                d.overdueAfter,
                d.runner,
                d.enabled);
    }
}

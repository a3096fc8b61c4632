package dev.steward.runner.app.power;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A power plan as it stands: what it means now and the time it needs.
 *
 * @param name of the playbook; empty text: there is no valid plan
 * @param file the playbook
 * @param hash of the plan, the same in {@link PowerView}
 * @param kept whether it is the last valid one because the present playbook is wrong
 * @param phases in order
 * @param typical what all phases take together at the median
 * @param likely at the 95th percentile
 * @param worst with every limit used up
 * @param runtime what the battery gives at the present load; empty: not known
 * @param wayBack how everything comes on again, in words; empty: nobody said
 * @param problems what keeps it from being trusted, one sentence each
 * @param notes what else is to be known of the numbers, one sentence each
 * @param loads how long each battery lasts as machines go off; empty where that cannot be told
 */
public record PlanView(
        String name,
        String file,
        String hash,
        boolean kept,
        List<PhasePlan> phases,
        Duration typical,
        Duration likely,
        Duration worst,
        Optional<Duration> runtime,
        List<String> wayBack,
        List<String> problems,
        List<String> notes,
        List<Load> loads) {

    public PlanView {
        notes = List.copyOf(notes);
        loads = List.copyOf(loads);
        phases = List.copyOf(phases);
        wayBack = List.copyOf(wayBack);
        problems = List.copyOf(problems);
    }

    /**
     * There is none, or it could not be worked out.
     *
     * @param hash of what could not; empty text: there is none
     */
    public static PlanView none(String hash, List<String> problems) {
        Duration zero = Duration.ZERO;
        return new PlanView(
                "",
                "",
                hash,
                false,
                List.of(),
                zero,
                zero,
                zero,
                Optional.empty(),
                List.of(),
                problems,
                List.of(),
                List.of());
    }

    /**
     * What a UPS feeds, and how long its battery lasts then, by the ratio of loads.
     *
     * @param ups its name
     * @param after what is off by then, as {@code pve-node2}; empty text: now
     * @param percent of its power
     * @param runtime of a battery as full as now
     */
    public record Load(String ups, String after, double percent, Duration runtime) {}

    /**
     * A phase.
     *
     * @param number from 1
     * @param name as written
     * @param gate the condition as written; empty: it begins when those before are over
     * @param pointOfNoReturn whether the plan is carried out to its end from here
     * @param recovers whether it can be undone
     * @param steps what it does, numbered from 1 through all its plays
     * @param typical at the median
     * @param likely at the 95th percentile
     * @param worst with every limit used up
     */
    public record PhasePlan(
            int number,
            String name,
            Optional<String> gate,
            boolean pointOfNoReturn,
            boolean recovers,
            List<StepPlan> steps,
            Duration typical,
            Duration likely,
            Duration worst) {

        public PhasePlan {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A task of a phase.
     *
     * @param number from 1 within the phase
     * @param task its name
     * @param does module and arguments in short
     * @param hosts it is for now, as {@code web-1 (CT 101)}
     * @param limit the longest it may take on one host; empty: none is said
     * @param leftOut hosts that are left out and why, as {@code steward: Steward itself runs there}
     */
    public record StepPlan(
            int number, String task, String does, List<String> hosts, Optional<Duration> limit, List<String> leftOut) {

        public StepPlan {
            hosts = List.copyOf(hosts);
            leftOut = List.copyOf(leftOut);
        }
    }
}

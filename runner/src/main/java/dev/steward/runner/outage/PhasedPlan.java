package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A power plan as one plan: the plays of all phases in their order, behind them those that undo each. So a step has one id in the
 * whole outage, and the same in every process.
 *
 * @param whole the plan with all plays
 * @param power what it was made from
 * @param phases which plays a phase is
 * @param recoveries which plays undo it
 */
public record PhasedPlan(Plan whole, PowerPlan power, List<Span> phases, List<Span> recoveries) {

    /**
     * Plays that follow each other.
     *
     * @param first index of the first
     * @param end index after the last
     */
    public record Span(int first, int end) {

        /** Whether it holds the play that a step belongs to; a step of no play is held by none. */
        public boolean holds(String step) {
            int dot = step.indexOf('.');
            String number = dot < 0 ? step : step.substring(0, dot);
            if (!number.matches("\\d{1,9}")) {
                return false;
            }
            int play = Integer.parseInt(number);
            return play >= first && play < end;
        }
    }

    /**
     * Of a power playbook's plan.
     *
     * @throws IllegalArgumentException where it is no power playbook
     */
    public static PhasedPlan of(Plan plan) {
        return of(plan, Retry.NONE);
    }

    /**
     * The same, where tasks that undo something and do not say how often they are tried are tried so.
     *
     * @throws IllegalArgumentException where it is no power playbook
     */
    public static PhasedPlan of(Plan plan, Retry recovery) {
        PowerPlan power = plan.power()
                .orElseThrow(
                        () -> new IllegalArgumentException(plan.name() + " has no onBattery: it is no power playbook"));
        List<Play> plays = new ArrayList<>();
        List<Span> phases = new ArrayList<>();
        List<Span> recoveries = new ArrayList<>();
        power.phases().forEach(phase -> phases.add(add(phase.plays(), plays)));
        power.phases()
                .forEach(phase -> recoveries.add(add(
                        phase.recover().stream()
                                .map(play -> Insisting.on(play, recovery))
                                .toList(),
                        plays)));
        Plan whole = new Plan(plan.name(), plan.parameters(), plays, plan.sources(), Optional.empty());
        return new PhasedPlan(whole, power, List.copyOf(phases), List.copyOf(recoveries));
    }

    private static Span add(List<Play> more, List<Play> plays) {
        int first = plays.size();
        plays.addAll(more);
        return new Span(first, plays.size());
    }

    /** Another for every other text of its files: the ids of steps mean something only in the same plan. */
    public String hash() {
        String all = whole.sources().stream().map(Plan.Source::sha256).collect(Collectors.joining());
        return all.length() <= 64 ? all : all.substring(0, 32) + Integer.toHexString(all.hashCode());
    }

    /** A phase. */
    public Phase phase(int index) {
        return power.phases().get(index);
    }

    /** How many there are. */
    public int count() {
        return power.phases().size();
    }

    /** Indexes of the phases that must be over before one begins: those it names, else the one before it. */
    public List<Integer> before(int index) {
        List<String> after = phase(index).after();
        if (after.isEmpty()) {
            return index == 0 ? List.of() : List.of(index - 1);
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            if (after.contains(phase(i).name())) {
                all.add(i);
            }
        }
        return all;
    }
}

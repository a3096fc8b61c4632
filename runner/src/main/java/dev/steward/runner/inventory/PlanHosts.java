package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which hosts the plays of a plan stand for in an inventory, and which of their terms stand for none. A typo in {@code hosts}
 * would otherwise end as a play that ran nowhere and looks well.
 *
 * @param plays host names by play, in the plan's order; none where a pattern cannot be understood
 * @param problems at the {@code hosts} word: a term that matches nothing is a warning, a pattern that cannot be understood an error
 */
public record PlanHosts(List<List<String>> plays, List<Problem> problems) {

    public PlanHosts {
        plays = plays.stream().map(List::copyOf).toList();
        problems = List.copyOf(problems);
    }

    /**
     * Compares a plan with an inventory. Hosts and groups that an earlier play adds ({@code addHost}) count as known.
     *
     * @param limit narrows the hosts; empty: nothing
     * @throws InventoryException where the limit is wrong
     */
    public static PlanHosts of(Plan plan, Inventory inventory, Optional<String> limit) {
        limit.ifPresent(inventory::namesOf);
        List<List<String>> plays = new ArrayList<>();
        Set<Problem> problems = new LinkedHashSet<>();
        Added added = new Added();
        for (Play play : plan.allPlays()) {
            try {
                Inventory.Match match = inventory.match(play.hosts(), limit);
                plays.add(match.names());
                boolean nobody = limit.isEmpty() && match.names().isEmpty();
                match.unknown().stream()
                        .filter(term -> !added.covers(term.expression()))
                        .forEach(term -> problems.add(unmatched(play, term, inventory, nobody)));
            } catch (InventoryException e) {
                plays.add(List.of());
                e.problems()
                        .forEach(p ->
                                problems.add(new Problem(play.hostsAt(), p.message(), p.suggestion(), Severity.ERROR)));
            }
            added.from(play.tasks());
        }
        return new PlanHosts(plays, List.copyOf(problems));
    }

    /** Whether a pattern cannot be understood. */
    public boolean refused() {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    private static Problem unmatched(Play play, HostPattern.Term term, Inventory inventory, boolean nobody) {
        return new Problem(
                play.hostsAt(),
                "no host or group of the inventory matches '" + term.plain() + "'"
                        + (nobody ? ", so this play runs on no host" : ""),
                Suggestion.question(term.expression(), inventory.names()),
                Severity.WARNING);
    }

    /** What plays add to the inventory while they run, as far as the plan says it. */
    private static final class Added {

        private final Set<String> names = new HashSet<>();
        private boolean anything;

        boolean covers(String name) {
            return anything || names.contains(name);
        }

        void from(List<? extends Step> steps) {
            for (Step step : steps) {
                if (step instanceof Task task && task.call().module().equals("addHost")) {
                    take(task.call().arguments().get("name"));
                    take(task.call().arguments().get("groups"));
                } else if (step instanceof Block block) {
                    from(block.steps());
                    from(block.rescue());
                    from(block.always());
                }
            }
        }

        /** A name that only the run knows may be any. */
        private void take(Object value) {
            if (value instanceof String text) {
                names.add(text);
            } else if (value instanceof Collection<?> list) {
                list.forEach(this::take);
            } else {
                anything |= value != null;
            }
        }
    }
}

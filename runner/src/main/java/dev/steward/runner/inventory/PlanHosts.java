package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.Machines;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        plan.power().ifPresent(power -> problems.addAll(PowerHosts.of(power, inventory)));
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
            steps.stream()
                    .flatMap(Step::allTasks)
                    .map(Task::call)
                    .filter(call -> call.module().equals("addHost"))
                    .forEach(call -> {
                        take(call.arguments().get("name"));
                        take(call.arguments().get("groups"));
                    });
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

    /** What a power plan says of hosts beside its plays: who is stopped before whom, and who is woken. */
    private static final class PowerHosts {

        private final Inventory inventory;
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, Stop> stops = new HashMap<>();

        private PowerHosts(Inventory inventory) {
            this.inventory = inventory;
        }

        /** Where a host is switched off first. */
        private record Stop(int play, String phase) {}

        /** The problems; a provider that goes before what needs it is an error. */
        static List<Problem> of(PowerPlan power, Inventory inventory) {
            PowerHosts hosts = new PowerHosts(inventory);
            hosts.stops(power);
            power.stopBefore().forEach(hosts::rule);
            power.wayBack().ifPresent(back -> back.wake().forEach(host -> hosts.names(host, back.at())));
            return hosts.problems;
        }

        private void stops(PowerPlan power) {
            int number = 0;
            for (Phase phase : power.phases()) {
                for (Play play : phase.plays()) {
                    number++;
                    if (Machines.in(play)) {
                        for (String host : quietly(play.hosts())) {
                            stops.putIfAbsent(host, new Stop(number, phase.name()));
                        }
                    }
                }
            }
        }

        /** A play's own pattern is told with the play. */
        private List<String> quietly(String pattern) {
            try {
                return inventory.match(pattern, Optional.empty()).names();
            } catch (InventoryException e) {
                return List.of();
            }
        }

        private void rule(PowerPlan.StopBefore rule) {
            List<String> consumers = names(rule.consumers(), rule.at());
            for (String provider : names(rule.providers(), rule.at())) {
                if (consumers.contains(provider)) {
                    error(
                            rule.at(),
                            "'" + provider + "' would be stopped before itself: it is among consumers and providers");
                    continue;
                }
                Stop own = stops.get(provider);
                consumers.stream()
                        .filter(c -> own != null
                                && stops.containsKey(c)
                                && stops.get(c).play() > own.play())
                        .findFirst()
                        .ifPresent(c -> error(
                                rule.at(),
                                "'" + provider + "' is switched off in phase '" + own.phase() + "', before '" + c
                                        + "', which needs it, in phase '"
                                        + stops.get(c).phase() + "'"));
            }
        }

        private void error(SourceRef at, String message) {
            problems.add(new Problem(at, message, Optional.empty(), Severity.ERROR));
        }

        private List<String> names(String pattern, SourceRef at) {
            try {
                Inventory.Match match = inventory.match(pattern, Optional.empty());
                match.unknown()
                        .forEach(term -> problems.add(new Problem(
                                at,
                                "no host or group of the inventory matches '" + term.plain() + "'",
                                Suggestion.question(term.expression(), inventory.names()),
                                Severity.WARNING)));
                return match.names();
            } catch (InventoryException e) {
                e.problems().forEach(p -> problems.add(new Problem(at, p.message(), p.suggestion(), Severity.ERROR)));
                return List.of();
            }
        }
    }
}

package dev.steward.runner.outage.budget;

import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Task;
import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.flow.TagRule;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.SwitchingOff;
import dev.steward.runner.outage.budget.PhaseNeed.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the phases of a plan take on the hosts they mean now, reckoned from what was recorded; what was never timed is guessed,
 * and its limit is the worst.
 */
public final class PlanNeed {

    private static final TagRule ALL = new TagRule(List.of(), List.of());
    private static final int FORKS = 10;

    /** What modules take that no limit is written for. */
    private static final Map<String, Duration> USUAL =
            Map.of("guest", Duration.ofMinutes(3), "node", Duration.ofMinutes(10), "poweroff", Duration.ofMinutes(3));

    /** What is taken for likely until it was timed once: limits are far longer, and would have phases cut for nothing. */
    private static final Map<String, Duration> GUESSES =
            Map.of("guest", Duration.ofSeconds(90), "node", Duration.ofMinutes(2), "poweroff", Duration.ofMinutes(2));

    private static final Duration GUESS = Duration.ofSeconds(30);

    private final List<PhaseNeed> phases;

    private PlanNeed(List<PhaseNeed> phases) {
        this.phases = List.copyOf(phases);
    }

    /**
     * Of a plan.
     *
     * @param usual what a step may take that says nothing
     */
    public static PlanNeed of(PhasedPlan plan, Inventory inventory, Records records, Duration usual) {
        Reckoning reckoning = new Reckoning(inventory, records, usual);
        List<PhaseNeed> phases = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++) {
            List<TaskNeed> tasks = new ArrayList<>();
            PhasedPlan.Span span = plan.phases().get(i);
            for (int play = span.first(); play < span.end(); play++) {
                tasks.addAll(reckoning.of(plan.whole().plays().get(play), play));
            }
            List<Play> plays = plan.whole().plays().subList(span.first(), span.end());
            phases.add(new PhaseNeed(i, plan.phase(i), kind(plays), tasks));
        }
        return new PlanNeed(phases);
    }

    private static Kind kind(List<Play> plays) {
        boolean machines = plays.stream()
                .flatMap(play -> singles(PlayTree.of(play, 0, ALL).nodes()))
                .map(single -> single.task().call())
                .filter(SwitchingOff::by)
                .anyMatch(call -> Set.of("node", "poweroff", "ups").contains(call.module()));
        if (machines) {
            return Kind.SWITCHES_OFF;
        }
        return plays.stream().anyMatch(SwitchingOff::by) ? Kind.STOPS : Kind.PREPARES;
    }

    private record Reckoning(Inventory inventory, Records records, Duration usual) {

        List<TaskNeed> of(Play play, int index) {
            List<Host> hosts = hosts(play.hosts());
            int places = play.rollout().forks().orElse(FORKS);
            return singles(PlayTree.of(play, index, ALL).nodes())
                    .map(single -> task(single, hosts, places))
                    .toList();
        }

        private List<Host> hosts(String pattern) {
            try {
                return inventory.select(pattern).hosts();
            } catch (InventoryException e) {
                // what names nobody takes no time; the run itself says what is wrong with it
                return List.of();
            }
        }

        private TaskNeed task(Node.Single single, List<Host> hosts, int places) {
            Task task = single.task();
            String name = PlayTree.name(task);
            Map<String, Need> needs = new LinkedHashMap<>();
            int untimed = 0;
            boolean once = single.keywords().runOnce().orElse(false);
            for (Host host : once && !hosts.isEmpty() ? hosts.subList(0, 1) : hosts) {
                List<Duration> took = records.of(task.call().module(), name, host.name());
                untimed += took.isEmpty() ? 1 : 0;
                needs.put(host.name(), need(task, took));
            }
            int throttle = single.keywords().throttle().orElse(places);
            return new TaskNeed(single.step(), needs, Math.min(places, throttle), untimed);
        }

        private Need need(Task task, List<Duration> took) {
            Duration limit = limit(task);
            if (took.isEmpty()) {
                return new Need(GUESS, GUESSES.getOrDefault(task.call().module(), GUESS), limit).within(limit);
            }
            Duration longest = Records.percentile(took, 100);
            return new Need(
                    Records.percentile(took, 50),
                    Records.percentile(took, 95),
                    longest.compareTo(limit) > 0 ? longest : limit);
        }

        /** With all its tries. */
        private Duration limit(Task task) {
            Duration one = task.timeout()
                    .or(() -> Optional.ofNullable(task.call().arguments().get("timeout"))
                            .filter(Duration.class::isInstance)
                            .map(Duration.class::cast))
                    .orElse(USUAL.getOrDefault(task.call().module(), usual));
            Duration all = one;
            for (int i = 1; i <= task.retry().further(); i++) {
                all = all.plus(task.retry().before(i)).plus(one);
            }
            return all;
        }
    }

    /** Tasks that are planned for a host that does not fail. */
    private static Stream<Node.Single> singles(List<Node> nodes) {
        return nodes.stream().flatMap(node -> {
            if (node instanceof Node.Single single) {
                return Stream.of(single);
            }
            return node instanceof Node.Group group
                    ? Stream.concat(singles(group.body()), singles(group.always()))
                    : Stream.empty();
        });
    }

    /** All phases one after the other. */
    public Need all() {
        return phases.stream().map(PhaseNeed::all).reduce(Need.NONE, Need::plus);
    }

    /** One phase, from 0. */
    public Need phase(int index) {
        return phases.get(index).all();
    }

    /** How many steps on hosts there are. */
    public int steps() {
        return tasks().mapToInt(task -> task.hosts().size()).sum();
    }

    /** How many of them were never timed. */
    public int untimed() {
        return tasks().mapToInt(TaskNeed::untimed).sum();
    }

    private Stream<TaskNeed> tasks() {
        return phases.stream().flatMap(phase -> phase.tasks().stream());
    }

    List<PhaseNeed> phases() {
        return phases;
    }
}

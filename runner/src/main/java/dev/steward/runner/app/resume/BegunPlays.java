package dev.steward.runner.app.resume;

import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.flow.TagRule;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.HostLeft;
import dev.steward.runner.event.RunEvent.PlaySkipped;
import dev.steward.runner.event.RunEvent.PlayStarted;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** On which hosts the plays of a run, and of those it goes on with, were begun. Not thread-safe. */
final class BegunPlays {

    /** So a play begins its reason that was skipped for want of hosts; with tags, there may have been some. */
    private static final String NOBODY = "no hosts matched";

    private final Map<Integer, Begun> plays = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private final TagRule tags;
    private int at;

    /** None so far. */
    BegunPlays(TagRule tags) {
        this.tags = tags;
    }

    /**
     * A play.
     *
     * @param hosts that began it
     * @param batches that were begun, from 0
     * @param all how many there were to begin
     * @param unwell hosts that failed in it, or left the run at it
     */
    private record Begun(Set<String> hosts, Set<Integer> batches, int all, Set<String> unwell) {

        private Begun(int all) {
            this(new TreeSet<>(), new HashSet<>(), all, new HashSet<>());
        }

        private boolean whole() {
            return batches.size() >= all;
        }
    }

    /** Takes the next event. */
    void add(RunEvent event) {
        if (event instanceof PlayStarted e) {
            Begun begun = plays.computeIfAbsent(e.play(), n -> new Begun(e.batches()));
            begun.hosts().addAll(e.hosts());
            begun.batches().add(e.batch());
            known.addAll(e.hosts());
            at = e.play();
        } else if (event instanceof PlaySkipped e && e.reason().startsWith(NOBODY)) {
            plays.computeIfAbsent(e.play(), n -> new Begun(0));
        } else if (event instanceof HostLeft e) {
            known.add(e.host());
            unwell(e.host());
        } else if (event instanceof TaskFinished e
                && !e.ignored()
                && !e.rescued()
                && (e.status() == Status.FAILED || e.status() == Status.UNREACHABLE)) {
            unwell(e.host());
        }
    }

    private void unwell(String host) {
        Optional.ofNullable(plays.get(at)).ifPresent(play -> play.unwell().add(host));
    }

    /**
     * Which of them have other hosts today: those that began it do not all take part, unless it was done on them, or others would
     * that have no part in any play begun. What a plan adds to its inventory while it runs is not known before, so such a plan is
     * not asked.
     *
     * @param today the hosts of each play
     * @param then hosts of the inventory at its begin
     * @return a sentence for each; none: they are the same
     */
    List<String> differ(Plan plan, List<List<String>> today, Collection<String> then) {
        List<String> differ = new ArrayList<>();
        if (plan.allPlays().stream().noneMatch(BegunPlays::addsHosts)) {
            plays.forEach((number, begun) -> {
                if (number < today.size()) {
                    Set<String> gone = new TreeSet<>(begun.hosts());
                    gone.retainAll(then);
                    today.get(number).forEach(gone::remove);
                    if (done(number, begun, plan.allPlays().get(number))) {
                        gone.retainAll(begun.unwell());
                    }
                    differ.addAll(differ(plan.allPlays().get(number).name(), begun, gone, today.get(number)));
                }
            });
        }
        return differ;
    }

    private static boolean addsHosts(Play play) {
        return Stream.concat(play.tasks().stream().flatMap(Step::allTasks), play.handlers().stream())
                .anyMatch(task -> task.call().module().equals("addHost"));
    }

    /** Whether a later play was begun after all of it, and nothing in it is done by one host for all, which another would do again. */
    private boolean done(int number, Begun begun, Play play) {
        PlayTree tree = PlayTree.of(play, number, tags);
        return begun.whole()
                && plays.keySet().stream().anyMatch(later -> later > number)
                && !once(tree.nodes())
                && !once(List.copyOf(tree.handlers()));
    }

    private static boolean once(List<? extends Node> nodes) {
        return nodes.stream()
                .anyMatch(node -> node instanceof Node.Single single
                                && single.keywords().runOnce().orElse(false)
                        || node instanceof Node.Group group
                                && (once(group.body()) || once(group.rescue()) || once(group.always())));
    }

    private List<String> differ(String play, Begun begun, Set<String> gone, List<String> today) {
        List<String> differ = new ArrayList<>();
        if (!gone.isEmpty()) {
            differ.add(
                    "'" + play + "' was begun on " + String.join(", ", gone) + ", which it does not stand for today.");
        }
        Set<String> come = new TreeSet<>(today);
        come.removeAll(known);
        if (begun.whole() && !come.isEmpty()) {
            differ.add("'" + play + "' was not begun on " + String.join(", ", come) + ", which it stands for today.");
        }
        return differ;
    }
}

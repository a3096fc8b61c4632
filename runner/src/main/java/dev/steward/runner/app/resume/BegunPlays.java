package dev.steward.runner.app.resume;

import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** On which hosts the plays of a run, and of those it goes on with, were begun. Not thread-safe. */
final class BegunPlays {

    /** So a play begins its reason that was skipped for want of hosts; with tags, there may have been some. */
    private static final String NOBODY = "no hosts matched";

    private final Map<Integer, Begun> plays = new TreeMap<>();
    private final Set<String> out = new HashSet<>();

    /**
     * A play.
     *
     * @param hosts that began it
     * @param batches that were begun, from 0
     * @param all how many there were to begin
     */
    private record Begun(Set<String> hosts, Set<Integer> batches, int all) {

        private boolean whole() {
            return batches.size() >= all;
        }
    }

    /** Takes the next event. */
    void add(RunEvent event) {
        if (event instanceof PlayStarted e) {
            Begun begun =
                    plays.computeIfAbsent(e.play(), n -> new Begun(new TreeSet<>(), new HashSet<>(), e.batches()));
            begun.hosts().addAll(e.hosts());
            begun.batches().add(e.batch());
        } else if (event instanceof PlaySkipped e && e.reason().startsWith(NOBODY)) {
            plays.computeIfAbsent(e.play(), n -> new Begun(new TreeSet<>(), new HashSet<>(), 0));
        } else if (event instanceof HostLeft e) {
            out.add(e.host());
        } else if (event instanceof TaskFinished e
                && !e.ignored()
                && !e.rescued()
                && (e.status() == Status.FAILED || e.status() == Status.UNREACHABLE)) {
            out.add(e.host());
        }
    }

    /**
     * Which of them have other hosts today: those that began it do not all take part, or others would that were in no part of
     * it. What a plan adds to its inventory while it runs is not known before, so such a plan is not asked.
     *
     * @param today the hosts of each play
     * @param known hosts of the inventory then
     * @return a sentence for each; none: they are the same
     */
    List<String> differ(Plan plan, List<List<String>> today, Collection<String> known) {
        List<String> differ = new ArrayList<>();
        if (plan.allPlays().stream().noneMatch(BegunPlays::addsHosts)) {
            plays.forEach((number, begun) -> {
                if (number < today.size()) {
                    differ(plan.allPlays().get(number).name(), begun, today.get(number), known, differ);
                }
            });
        }
        return differ;
    }

    private static boolean addsHosts(Play play) {
        return play.tasks().stream()
                .flatMap(Step::allTasks)
                .anyMatch(task -> task.call().module().equals("addHost"));
    }

    private void differ(
            String play, Begun begun, List<String> today, Collection<String> known, List<String> differ) {
        Set<String> gone = new TreeSet<>(begun.hosts());
        gone.retainAll(known);
        today.forEach(gone::remove);
        if (!gone.isEmpty()) {
            differ.add("'" + play + "' was begun on " + String.join(", ", gone) + ", which it does not stand for today.");
        }
        Set<String> come = new TreeSet<>(today);
        come.removeAll(begun.hosts());
        come.removeAll(out);
        if (begun.whole() && !come.isEmpty()) {
            differ.add("'" + play + "' was not begun on " + String.join(", ", come) + ", which it stands for today.");
        }
    }
}

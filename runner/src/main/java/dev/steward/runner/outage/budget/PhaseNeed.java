package dev.steward.runner.outage.budget;

import dev.steward.dsl.plan.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A phase and what it takes.
 *
 * @param index from 0
 * @param phase as planned
 * @param kind what it is for
 * @param tasks of its plays, in order
 */
record PhaseNeed(int index, Phase phase, Kind kind, List<TaskNeed> tasks) {

    /** What a phase is for. */
    enum Kind {
        /** It prepares: what it stops would be stopped with its machine. */
        PREPARES,
        /** It stops guests. */
        STOPS,
        /** It switches machines off. */
        SWITCHES_OFF
    }

    PhaseNeed {
        tasks = List.copyOf(tasks);
    }

    Need all() {
        return bounded(tasks.stream().map(TaskNeed::all).reduce(Need.NONE, Need::plus));
    }

    /** What comes after a step that begins now on a host: the hosts that wait for their turn, and the tasks behind it. */
    Need after(String step, Set<String> begun) {
        Need after = Need.NONE;
        boolean behind = false;
        for (TaskNeed task : tasks) {
            if (behind) {
                after = after.plus(task.all());
            } else if (task.step().equals(step)) {
                behind = true;
                after = after.plus(task.without(begun));
            }
        }
        return bounded(after);
    }

    boolean has(String step) {
        return tasks.stream().anyMatch(task -> task.step().equals(step));
    }

    /** What it takes at least where it gives up what it may. */
    Duration shrunk() {
        Duration likely = all().likely();
        return phase.shrink()
                .map(Phase.Shrink::to)
                .filter(to -> to.compareTo(likely) < 0)
                .orElse(likely);
    }

    private Need bounded(Need need) {
        return phase.limit().map(need::within).orElse(need);
    }
}

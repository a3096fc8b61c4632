package dev.steward.dsl.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A stage of a power plan: a gate, what is done behind it, and how that is undone.
 *
 * @param name unique in the plan
 * @param startWhen opens the gate; it sees {@code ups}; empty: open as soon as the phases before it are done
 * @param after the names of phases that must be over first; empty: the one written before it
 * @param limit the longest it may take; empty: what its tasks may take
 * @param pointOfNoReturn whether from its begin the plan is carried out to its end
 * @param shrink what it gives up when the battery runs short; empty: nothing
 * @param onError what a failure in it means
 * @param plays in order
 * @param recover plays that undo it, in order; empty: it cannot be undone by the playbook
 * @param at where it stands
 */
public record Phase(
        String name,
        Optional<Condition> startWhen,
        List<String> after,
        Optional<Duration> limit,
        boolean pointOfNoReturn,
        Optional<Shrink> shrink,
        OnError onError,
        List<Play> plays,
        List<Play> recover,
        SourceRef at) {

    public Phase {
        after = List.copyOf(after);
        plays = List.copyOf(plays);
        recover = List.copyOf(recover);
    }

    /**
     * Its tasks as people number them, from 1: through all its plays, those of blocks with rescue and always, then the handlers of each
     * play. Tasks of {@link #recover} are not among them.
     */
    public List<Task> tasks() {
        return plays.stream().flatMap(play -> play.allTasks().stream()).toList();
    }

    /** The same with other plays. */
    public Phase with(List<Play> otherPlays, List<Play> otherRecover) {
        return new Phase(name, startWhen, after, limit, pointOfNoReturn, shrink, onError, otherPlays, otherRecover, at);
    }

    /**
     * What a phase gives up when the battery runs short.
     *
     * @param order phases with a lower number give up first
     * @param to the time it is left; zero: it is left out
     */
    public record Shrink(int order, Duration to) {}

    /** What a failure in a phase means. Machines are switched off at the end in every case. */
    public enum OnError {
        /** The rest of the phase goes on where it can. */
        CONTINUE,
        /** The rest of this phase is left out. */
        ABORT_PHASE,
        /** No later phase begins but those that switch machines off. */
        ABORT_ALL
    }
}

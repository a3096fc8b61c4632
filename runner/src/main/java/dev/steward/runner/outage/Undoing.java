package dev.steward.runner.outage;

import dev.steward.runner.engine.StartGate;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Past;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What of a phase is undone: nothing that this outage did not change. */
final class Undoing {

    private final PhasedPlan.Span phase;
    private final Set<String> addressed = new HashSet<>();
    private final Set<String> changed = new HashSet<>();

    Undoing(PhasedPlan.Span phase, Past past) {
        this.phase = phase;
        for (Entry.Intent intent : past.intents()) {
            if (phase.holds(intent.step())) {
                addressed.add(intent.host());
                // nobody knows how it ended: it may have changed something
                boolean perhaps = past.result(intent.step(), intent.host()).isEmpty();
                if (perhaps) {
                    changed.add(intent.host());
                }
            }
        }
        for (Entry.Result result : past.results()) {
            if (phase.holds(result.step()) && result.changed()) {
                changed.add(result.host());
            }
        }
    }

    /** Whether there is nothing to undo. */
    boolean nothing() {
        return changed.isEmpty();
    }

    /** Lets those hosts begin that the phase changed, and those it never spoke to. */
    StartGate gate() {
        return (play, host) -> addressed.contains(host) && !changed.contains(host)
                ? Optional.of("this outage changed nothing on it")
                : Optional.empty();
    }
}

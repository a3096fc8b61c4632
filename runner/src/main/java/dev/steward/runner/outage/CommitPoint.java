package dev.steward.runner.outage;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.PowerPlan;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** From which phase on a plan is carried out to its end. */
public final class CommitPoint {

    private CommitPoint() {}

    /**
     * The phase that is named so, else the first that cannot be undone.
     *
     * @param ends phases, by index, after which nobody could undo: they stop the machine Steward runs on, or break the quorum
     */
    public static OptionalInt of(PowerPlan plan, Set<Integer> ends) {
        List<Phase> phases = plan.phases();
        for (int i = 0; i < phases.size(); i++) {
            if (phases.get(i).pointOfNoReturn()) {
                return OptionalInt.of(i);
            }
        }
        for (int i = 0; i < phases.size(); i++) {
            if (phases.get(i).recover().isEmpty() || ends.contains(i)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}

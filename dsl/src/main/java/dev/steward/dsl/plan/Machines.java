package dev.steward.dsl.plan;

import java.util.List;
import java.util.Set;

/** Which plays of a power plan stop machines: providers stop behind those that need them only among these. */
public final class Machines {

    private static final Set<String> MODULES = Set.of("guest", "node", "poweroff");

    private Machines() {}

    /** Whether a play does, in its usual course. */
    public static boolean in(Play play) {
        return in(play.tasks());
    }

    private static boolean in(List<Step> steps) {
        return steps.stream()
                .anyMatch(step -> step instanceof Task task
                        ? MODULES.contains(task.call().module())
                        : step instanceof Block block && in(block.steps()));
    }
}

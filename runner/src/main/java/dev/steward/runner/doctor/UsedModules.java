package dev.steward.runner.doctor;

import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Task;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The modules that a plan calls, wherever it does. */
public final class UsedModules {

    private UsedModules() {}

    /** Their names. */
    public static Set<String> of(Plan plan) {
        Set<String> names = new TreeSet<>();
        plan.allPlays().forEach(play -> calls(play).forEach(call -> names.add(call.module())));
        return names;
    }

    /** What a play calls, in its tasks and handlers. */
    static Stream<ModuleCall> calls(Play play) {
        return play.allTasks().stream().map(Task::call);
    }
}

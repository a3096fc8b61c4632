package dev.steward.runner.doctor;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.List;
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
        return Stream.concat(calls(play.tasks()), play.handlers().stream().map(Task::call));
    }

    private static Stream<ModuleCall> calls(List<Step> steps) {
        return steps.stream().flatMap(step -> {
            if (step instanceof Task task) {
                return Stream.of(task.call());
            }
            return step instanceof Block block
                    ? Stream.of(block.steps(), block.rescue(), block.always()).flatMap(UsedModules::calls)
                    : Stream.empty();
        });
    }
}

package dev.steward.runner.doctor;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The modules that a plan calls, wherever it does. */
final class UsedModules {

    private UsedModules() {}

    static Set<String> of(Plan plan) {
        Set<String> names = new TreeSet<>();
        for (Play play : plan.allPlays()) {
            collect(play.tasks(), names);
            play.handlers().forEach(handler -> names.add(handler.call().module()));
        }
        return names;
    }

    private static void collect(List<Step> steps, Set<String> names) {
        for (Step step : steps) {
            if (step instanceof Task task) {
                names.add(task.call().module());
            } else if (step instanceof Block block) {
                collect(block.steps(), names);
                collect(block.rescue(), names);
                collect(block.always(), names);
            }
        }
    }
}

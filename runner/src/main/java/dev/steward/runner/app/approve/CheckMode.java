package dev.steward.runner.app.approve;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.List;

/** Whether check mode keeps a plan from changing anything: a {@code check(false)} of its own would not be kept. */
final class CheckMode {

    private CheckMode() {}

    static boolean holds(Plan plan) {
        return plan.allPlays().stream().noneMatch(CheckMode::broken);
    }

    private static boolean broken(Play play) {
        return broken(play.keywords())
                || broken(play.tasks())
                || play.handlers().stream().anyMatch(task -> broken(task.keywords()));
    }

    private static boolean broken(List<Step> steps) {
        return steps.stream().anyMatch(CheckMode::broken);
    }

    private static boolean broken(Step step) {
        if (step instanceof Block block) {
            return broken(block.keywords())
                    || broken(block.steps())
                    || broken(block.rescue())
                    || broken(block.always());
        }
        return step instanceof Task task && broken(task.keywords());
    }

    private static boolean broken(Keywords keywords) {
        return keywords.checkMode().filter(on -> !on).isPresent();
    }
}

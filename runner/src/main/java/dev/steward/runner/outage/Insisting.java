package dev.steward.runner.outage;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Retry;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.List;

/** Plays whose tasks are tried more than once where they do not say so themselves. */
final class Insisting {

    private Insisting() {}

    static Play on(Play play, Retry retry) {
        return play.with(
                steps(play.tasks(), retry),
                play.handlers().stream().map(task -> task(task, retry)).toList());
    }

    private static List<Step> steps(List<Step> steps, Retry retry) {
        return steps.stream().map(step -> step(step, retry)).toList();
    }

    private static Step step(Step step, Retry retry) {
        if (step instanceof Task task) {
            return task(task, retry);
        }
        return step instanceof Block block
                ? new Block(
                        block.name(),
                        block.keywords(),
                        steps(block.steps(), retry),
                        steps(block.rescue(), retry),
                        steps(block.always(), retry),
                        block.at())
                : step;
    }

    private static Task task(Task task, Retry retry) {
        return task.retry().further() > 0
                ? task
                : new Task(
                        task.name(),
                        task.call(),
                        task.keywords(),
                        task.register(),
                        task.changedWhen(),
                        task.failedWhen(),
                        retry,
                        task.timeout(),
                        task.notifies(),
                        task.listen(),
                        task.loop(),
                        task.at());
    }
}

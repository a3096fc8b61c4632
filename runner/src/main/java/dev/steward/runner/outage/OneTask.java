package dev.steward.runner.outage;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A power plan of which one phase holds a single task, as a person picks it by its number. Plays keep their places, so that what
 * the journal has of them means the same play in the whole plan. A task of a block keeps the block's words, one of a rescue is
 * carried out as if it were needed; handlers that the task notifies run, as after any task.
 */
public final class OneTask {

    private OneTask() {}

    /**
     * The plan with one task in a phase; the other phases stay as they are.
     *
     * @param phase from 1
     * @param number from 1, as {@link Phase#tasks} counts
     * @throws IllegalArgumentException where there is no such task
     */
    public static Plan of(Plan plan, int phase, int number) {
        PowerPlan power = plan.power().orElseThrow();
        List<Phase> phases = new ArrayList<>(power.phases());
        phases.set(phase - 1, of(phases.get(phase - 1), number));
        PowerPlan one = new PowerPlan(
                power.upses(),
                power.confirm(),
                power.stableFor(),
                power.restartCharge(),
                power.emergency(),
                phases,
                power.wayBack(),
                power.stopBefore(),
                power.at());
        return new Plan(plan.name(), plan.parameters(), plan.plays(), plan.sources(), Optional.of(one));
    }

    private static Phase of(Phase phase, int number) {
        List<Task> tasks = phase.tasks();
        if (number < 1 || number > tasks.size()) {
            throw new IllegalArgumentException(
                    "phase '" + phase.name() + "' has tasks 1 to " + tasks.size() + ", and no " + number);
        }
        Task wanted = tasks.get(number - 1);
        List<Play> plays = phase.plays().stream().map(play -> of(play, wanted)).toList();
        return phase.with(plays, phase.recover());
    }

    private static Play of(Play play, Task wanted) {
        List<Step> kept = steps(play.tasks(), wanted);
        if (play.handlers().stream().anyMatch(task -> task == wanted)) {
            kept = List.of(wanted);
        }
        return play.with(kept, play.handlers());
    }

    /* The very task: another one may be written just alike. */
    private static List<Step> steps(List<Step> steps, Task wanted) {
        List<Step> kept = new ArrayList<>();
        for (Step step : steps) {
            if (step == wanted) {
                kept.add(step);
            } else if (step instanceof Block block) {
                List<Step> in = new ArrayList<>(steps(block.steps(), wanted));
                in.addAll(steps(block.rescue(), wanted));
                in.addAll(steps(block.always(), wanted));
                if (!in.isEmpty()) {
                    kept.add(new Block(block.name(), block.keywords(), in, List.of(), List.of(), block.at()));
                }
            }
        }
        return kept;
    }
}

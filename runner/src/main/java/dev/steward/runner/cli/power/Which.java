package dev.steward.runner.cli.power;

import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import java.util.List;
import picocli.CommandLine.Option;

/** Which part of a plan is meant. */
final class Which {

    @Option(names = "--phase", paramLabel = "N", description = "Only this phase, from 1 as 'power plan' numbers them.")
    Integer phase;

    @Option(names = "--action", paramLabel = "M", description = "Only this step of it, from 1.")
    Integer action;

    /**
     * That it names something.
     *
     * @throws Refusal with what there is
     */
    void check(PlanView plan) throws Refusal {
        if (plan.name().isEmpty()) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    plan.problems().isEmpty() ? List.of("There is no valid power plan.") : plan.problems());
        }
        int most = plan.phases().size();
        if (phase != null && (phase < 1 || phase > most)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("--phase " + phase + " is not there: the plan has phases 1 to " + most + "."));
        }
        if (action == null) {
            return;
        }
        if (phase == null) {
            throw new Refusal(Exit.OPTIONS, List.of("--action is one of a phase: say --phase too, 1 to " + most + "."));
        }
        int steps = plan.phases().get(phase - 1).steps().size();
        if (action < 1 || action > steps) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("--action " + action + " is not there: phase " + phase + " has actions 1 to " + steps
                            + "."));
        }
    }

    List<PlanView.PhasePlan> phases(PlanView plan) {
        return plan.phases().stream()
                .filter(one -> phase == null || one.number() == phase)
                .toList();
    }

    List<PlanView.StepPlan> steps(PlanView.PhasePlan of) {
        return of.steps().stream()
                .filter(one -> action == null || one.number() == action)
                .toList();
    }
}

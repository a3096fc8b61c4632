package dev.steward.runner.outage.budget;

import dev.steward.runner.power.PowerEvent.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a plan fits into what the battery gives, in sentences. */
public final class Verdict {

    private Verdict() {}

    /**
     * What does not fit, the gravest first; empty: it fits, or the runtime is not known.
     *
     * @param runtime at the present load
     * @param margin per cent of it that are not counted upon
     */
    public static List<String> problems(PlanNeed plan, Optional<Duration> runtime, int margin) {
        List<String> problems = new ArrayList<>();
        runtime.ifPresent(gives -> {
            Duration usable = gives.multipliedBy(100 - margin).dividedBy(100);
            String battery = Words.of(usable) + " (" + Words.of(gives) + " at the present load, less " + margin + "%)";
            if (plan.all().likely().compareTo(usable) > 0) {
                problems.add("the plan likely takes " + Words.of(plan.all().likely()) + ", the battery gives only "
                        + battery + ": begin earlier, let phases shrink, or take load off the UPS");
            } else if (plan.all().worst().compareTo(usable) > 0) {
                problems.add("with every limit used up the plan takes "
                        + Words.of(plan.all().worst()) + ", the battery gives only " + battery
                        + ": laggards will be forced");
            }
        });
        return problems;
    }

    /** What else is to be known of the numbers. */
    public static List<String> notes(PlanNeed plan) {
        return plan.untimed() == 0
                ? List.of()
                : List.of(
                        plan.untimed() + " of " + plan.steps()
                                + " steps were never timed, so what they take is guessed; an outage or 'steward power test shutdown' times them");
    }
}

package dev.steward.runner.outage.wayback;

import dev.steward.dsl.plan.PowerPlan;
import java.util.ArrayList;
import java.util.List;

/** A plan's way back in words. */
public final class WayBackWords {

    private WayBackWords() {}

    /** One sentence each; none where the plan says nothing. */
    public static List<String> of(PowerPlan plan) {
        List<String> words = new ArrayList<>();
        plan.wayBack().ifPresent(back -> {
            if (back.upsReturn()) {
                words.add(
                        "When everything is off, the UPS is told to cut its outlets and to give power again with the mains"
                                + " (shutdown.return).");
            }
            if (!back.wake().isEmpty()) {
                String when = plan.restartCharge()
                        .map(charge -> " and the charge is " + charge + " %")
                        .orElse("");
                words.add("When the power is stable for " + plan.stableFor().toSeconds() + " s" + when
                        + ", whoever stays up wakes " + String.join(", ", back.wake()) + ".");
            }
            back.note().ifPresent(words::add);
        });
        return words;
    }
}

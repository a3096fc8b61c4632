package dev.steward.web.power;

import dev.steward.runner.app.power.PowerView;
import java.util.List;
import java.util.Optional;

/**
 * Power in short, for the page Home.
 *
 * @param sign of the state
 * @param state in words
 * @param armed whether an outage would stop anything
 * @param upses one each
 * @param margin of the budget, in words; empty text: not known yet
 * @param level of the budget
 * @param troubles in words, for the verdict
 */
public record HomePower(
        String sign,
        String state,
        boolean armed,
        List<UpsCard> upses,
        String margin,
        String level,
        List<String> troubles) {

    /** Empty: no UPS is configured. */
    public static Optional<HomePower> of(PowerKit kit) {
        PowerView view = kit.desk().view();
        if (!view.configured()) {
            return Optional.empty();
        }
        Optional<Budget> budget = kit.plan().known().flatMap(plan -> Budget.of(view, plan));
        return Optional.of(new HomePower(
                Words.sign(view.state(), view.armed()),
                Words.of(view.state()),
                view.armed(),
                view.upses().stream().map(line -> UpsCard.of(line, kit.times())).toList(),
                budget.map(Budget::margin).orElse(""),
                budget.map(Budget::level).orElse(""),
                troubles(view, budget)));
    }

    private static List<String> troubles(PowerView view, Optional<Budget> budget) {
        if (!view.armed()) {
            return List.of("power protection is disarmed");
        }
        if (view.outage().isPresent()) {
            return List.of(view.outage().get().rehearsal() ? "an outage is rehearsed" : "the mains is gone");
        }
        if (!view.troubles().isEmpty()) {
            return List.of("power: " + view.troubles().get(0).replaceFirst("\\.$", ""));
        }
        return budget.filter(one -> one.level().equals("over"))
                .map(one -> List.of("the power plan does not fit into the battery"))
                .orElse(List.of());
    }
}

package dev.steward.runner.app.tell;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.event.Cause;
import dev.steward.runner.outage.budget.Records;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Outages of another history, told to people while they are written there.
 *
 * @param history keeps them
 * @param notices tells
 */
public record ToldHistory(History history, PowerNotices notices) implements History {

    @Override
    public Row begin(Plan plan, String file, Supplier<String> inventory, Map<String, Object> options, Cause cause) {
        Row row = history.begin(plan, file, inventory, options, cause);
        return new Row(row.number(), notices.over(row.number(), row.log(), "recovery".equals(options.get(KIND))));
    }

    @Override
    public Records records() {
        return history.records();
    }

    @Override
    public List<OutageLine> lines(int most) {
        return history.lines(most);
    }
}

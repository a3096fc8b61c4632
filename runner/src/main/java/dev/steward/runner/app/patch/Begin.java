package dev.steward.runner.app.patch;

import dev.steward.runner.event.Cause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Begins a run of a shipped playbook. */
@FunctionalInterface
public interface Begin {

    /**
     * Begins.
     *
     * @param order what shall run
     * @param recorded is told the run's number before its first step
     * @return the run's number
     * @throws PatchRefused when something is wrong with it; nothing was begun
     */
    long begin(Order order, LongConsumer recorded) throws PatchRefused;

    /**
     * A run.
     *
     * @param playbook a file of the folder of playbooks
     * @param vars its parameters
     * @param hosts by name, at least one; it is limited to them
     * @param forks hosts at once; empty: as usual
     * @param cause who asks
     * @param onBattery why it begins even while a UPS is on battery; empty: it does not
     */
    record Order(
            String playbook,
            Map<String, Object> vars,
            List<String> hosts,
            Optional<Integer> forks,
            Cause cause,
            Optional<String> onBattery) {}
}

package dev.steward.web.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.drift.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inventory as it was read a moment ago.
 *
 * @param inventory empty: it cannot be read
 * @param problems why it cannot be read, or what stood out
 * @param gaps why hosts of clusters may be missing
 * @param hosts sorted by name
 * @param drift where its files and the clusters disagree, by host
 * @param uncompared why nothing could be compared; empty: it was
 */
record Loaded(
        Optional<Inventory> inventory,
        List<Problem> problems,
        List<String> gaps,
        List<Entry> hosts,
        Map<String, List<Difference>> drift,
        Optional<String> uncompared) {

    /**
     * A host as it is searched for.
     *
     * @param address where the inventory says one; empty text: its name is all
     * @param groups all but {@code all}, sorted
     */
    record Entry(String name, String address, List<String> groups) {}

    /** What is wrong with a host against the clusters. */
    List<Difference> drift(String host) {
        return drift.getOrDefault(host, List.of());
    }
}

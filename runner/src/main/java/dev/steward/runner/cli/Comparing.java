package dev.steward.runner.cli;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.Inventories;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.PlanHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the hosts of plans with an inventory, for commands that read playbooks. A named inventory must be readable; the
 * configured one need not: a playbook can be checked without any host, and it is said that none was looked at.
 */
final class Comparing {

    private final Inventories inventories;
    private final InventoryOptions options;
    private final Map<Path, Inventory> read = new HashMap<>();
    private String unread = "";

    Comparing(Inventories inventories, InventoryOptions options) {
        this.inventories = inventories;
        this.options = options;
    }

    /**
     * The hosts of a plan.
     *
     * @param playbook beside which group_vars may lie
     * @param limit narrows them; null: nothing
     * @return empty where only the configured inventory could be looked at, and it cannot be read
     * @throws Refusal where the named inventory or the limit is wrong
     */
    Optional<PlanHosts> hosts(Plan plan, Path playbook, String limit) throws Refusal {
        Optional<Inventory> inventory = inventory(playbook);
        try {
            return inventory.map(known -> PlanHosts.of(plan, known, Optional.ofNullable(limit)));
        } catch (InventoryException e) {
            throw new Refusal(Exit.ERROR, lines(e));
        }
    }

    /** Why no inventory was looked at; empty text where one was. */
    String unread() {
        return unread;
    }

    private Optional<Inventory> inventory(Path playbook) throws Refusal {
        Path parent = playbook.toAbsolutePath().normalize().getParent();
        Path folder = parent == null ? Path.of("/") : parent;
        if (!read.containsKey(folder) && unread.isEmpty()) {
            load(folder);
        }
        return Optional.ofNullable(read.get(folder));
    }

    private void load(Path folder) throws Refusal {
        List<String> sources = inventories.sources(options.sources());
        boolean named = !options.sources().isEmpty();
        if (!named && sources.stream().noneMatch(source -> Files.exists(Path.of(source)))) {
            unread = "there is no inventory at " + String.join(", ", sources);
            return;
        }
        try {
            read.put(folder, inventories.load(options.sources(), folder, options.vault()));
        } catch (InventoryException e) {
            if (named) {
                throw new Refusal(Exit.UNREACHABLE_OR_PROBLEMS, lines(e));
            }
            unread = e.problems().get(0).toString();
        }
    }

    private static List<String> lines(InventoryException e) {
        return e.problems().stream().map(Object::toString).toList();
    }
}

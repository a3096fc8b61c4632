package dev.steward.runner.app;

import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.InventoryLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loads inventories: the named sources, or the configured ones where none is named. */
public final class Inventories {

    private final InventoryLoader loader;
    private final List<String> configured;

    /**
     * Inventories.
     *
     * @param loader reads them
     * @param configured sources where a run names none
     */
    public Inventories(InventoryLoader loader, List<String> configured) {
        this.loader = loader;
        this.configured = List.copyOf(configured);
    }

    /**
     * The hosts for a playbook.
     *
     * @param named sources; empty: the configured ones
     * @param playbookFolder whose group_vars and host_vars count too
     * @throws InventoryException with every problem found
     */
    public Inventory load(List<String> named, Path playbookFolder) {
        return loader.load(sources(named), Optional.of(playbookFolder));
    }

    /** The sources that count. */
    public List<String> sources(List<String> named) {
        return named.isEmpty() ? configured : named;
    }
}

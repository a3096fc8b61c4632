package dev.steward.web.parts;

import dev.steward.runner.inventory.Inventory;

/** The configured inventory. */
@FunctionalInterface
public interface KnownInventory {

    /**
     * As its files are now, with what is known of the clusters; nobody is asked for it.
     *
     * @throws dev.steward.runner.inventory.InventoryException with every problem found
     */
    Inventory load();
}

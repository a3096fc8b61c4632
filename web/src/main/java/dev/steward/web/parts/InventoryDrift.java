package dev.steward.web.parts;

import dev.steward.runner.inventory.drift.Drift;

/** Where the files of the configured inventory and the clusters disagree. */
@FunctionalInterface
public interface InventoryDrift {

    /**
     * As it is known now; nobody is asked for it.
     *
     * @throws dev.steward.runner.inventory.InventoryException where the files cannot be read
     */
    Drift known();
}

package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.inventory.origin.Trail;
import java.util.List;
import java.util.Map;

/** A folder with {@code group_vars} and {@code host_vars} in it. Thread-safe; what was read once does not change. */
public interface VarsFolder {

    /** The folder holds nothing. */
    Layer EMPTY = new Layer(Map.of(), new Trail(), List.of());

    /**
     * The variables of a group.
     *
     * @throws InventoryException where its files cannot be read
     */
    Layer group(String name);

    /**
     * The variables of a host.
     *
     * @throws InventoryException where its files cannot be read
     */
    Layer host(String name);

    /**
     * The variables of one scope.
     *
     * @param vars as written
     * @param trail where each of them was said
     * @param closed whole files that need a vault password nobody gave; whoever needs this layer refuses with them
     */
    record Layer(Map<Object, Object> vars, Trail trail, List<Problem> closed) {}
}

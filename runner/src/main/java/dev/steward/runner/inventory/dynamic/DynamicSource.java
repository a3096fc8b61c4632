package dev.steward.runner.inventory.dynamic;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.InventoryBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows hosts that no file lists. A file asks for it by {@code plugin: NAME}, as for an inventory plugin of Ansible. */
public interface DynamicSource {

    /** The names it answers to. */
    Set<String> plugins();

    /**
     * Adds its hosts and groups, once all files are read: a host that a file has too is the same host, and what the file says
     * of it wins.
     *
     * @param asked the file that asks
     * @param builder with the hosts of the files; {@link InventoryBuilder#gap} notes what could not be had
     * @return errors refuse the inventory, warnings are shown
     */
    List<Problem> add(Asked asked, InventoryBuilder builder);

    /**
     * A file that asks for it.
     *
     * @param options all its keys but {@code plugin}
     * @param at where it asks
     * @param source the file
     */
    record Asked(Map<String, Option> options, SourceRef at, InventoryBuilder.Source source) {

        public Asked {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /**
     * A key of the file.
     *
     * @param value plain data
     * @param at where the key stands
     */
    record Option(Object value, SourceRef at) {}
}

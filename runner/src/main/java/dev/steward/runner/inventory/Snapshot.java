package dev.steward.runner.inventory;

import dev.steward.runner.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run records of its inventory; plain data, every secret masked, so it may be stored and shown.
 *
 * @param sources as the operator named them
 * @param groups group to the names of all its hosts
 * @param hosts host to its variables
 */
public record Snapshot(List<String> sources, Map<String, List<String>> groups, Map<String, Map<Object, Object>> hosts) {

    private static final String MASKED = "***";

    static Snapshot of(Inventory inventory, List<String> sources) {
        Map<String, Map<Object, Object>> hosts = new LinkedHashMap<>();
        for (String name : inventory.hostNames()) {
            Map<Object, Object> vars = new LinkedHashMap<>();
            written(inventory, name).forEach((key, value) -> vars.put(key, masked(key, value)));
            hosts.put(name, vars);
        }
        return new Snapshot(sources, inventory.memberships(), hosts);
    }

    /** A host whose variables stay closed is recorded all the same; a run that needs it was refused before. */
    private static Map<Object, Object> written(Inventory inventory, String name) {
        try {
            return inventory.written(name);
        } catch (InventoryException closed) {
            return Map.of("__closed", closed.getMessage());
        }
    }

    private static Object masked(Object key, Object value) {
        boolean secret = value instanceof VaultText || value instanceof OpenedText || value instanceof Secret;
        if (secret || key instanceof String name && ConnectionVars.isPassword(name)) {
            return MASKED;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(masked("", element)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((name, element) -> copy.put(name, masked(name, element)));
            return copy;
        }
        return value instanceof UnsafeText text ? text.text() : value;
    }

    /** As JSON text with sorted keys. */
    public String json() {
        Map<Object, Object> all = new LinkedHashMap<>();
        all.put("sources", sources);
        all.put("groups", groups);
        all.put("hosts", hosts);
        return PythonJson.write(all);
    }
}

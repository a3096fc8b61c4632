package dev.steward.runner.app.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An inventory as one text that can be loaded again when its files or clusters cannot. Secrets are left out. */
public final class KeptHosts {

    private static final String MASKED = "***";
    private static final String CLOSED = "__closed";
    private static final List<String> BUILT_IN = List.of("all", "ungrouped");

    private KeptHosts() {}

    /** The text, in the form that inventory files have. */
    public static String of(Inventory inventory) {
        Snapshot all = inventory.snapshot();
        Map<String, Object> hosts = new LinkedHashMap<>();
        all.hosts().forEach((name, vars) -> hosts.put(name, open(vars)));
        Map<String, Object> groups = new LinkedHashMap<>();
        all.groups().forEach((name, members) -> {
            if (!BUILT_IN.contains(name)) {
                Map<String, Object> named = new LinkedHashMap<>();
                members.forEach(member -> named.put(member, Map.of()));
                groups.put(name, Map.of("hosts", named));
            }
        });
        try {
            return new ObjectMapper().writeValueAsString(Map.of("all", Map.of("hosts", hosts, "children", groups)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain data cannot fail to be JSON", e);
        }
    }

    private static Map<Object, Object> open(Map<Object, Object> vars) {
        Map<Object, Object> open = new LinkedHashMap<>(vars);
        open.values().removeIf(MASKED::equals);
        open.remove(CLOSED);
        return open;
    }
}

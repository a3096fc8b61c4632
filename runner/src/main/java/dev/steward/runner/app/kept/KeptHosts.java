package dev.steward.runner.app.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.inventory.Snapshot;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.secret.AnsibleVault;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inventory as one text that can be loaded again when its files or clusters cannot. Secrets are left out. */
public final class KeptHosts {

    private static final String MASKED = "***";
    private static final String CLOSED = "__closed";
    private static final Place KEPT = Place.of("the hosts kept for an outage");
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

    /**
     * The inventory of such a text; there are no passwords in it.
     *
     * @param playbooks their folder
     * @throws IllegalArgumentException where it is no such text
     */
    public static Inventory read(String text, Path playbooks) {
        try {
            return built(new ObjectMapper()
                            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                            .readValue(text, new TypeReference<Map<String, All>>() {})
                            .get("all"))
                    .build(
                            List.of(),
                            Optional.empty(),
                            new Inventory.Setting(
                                    List.of("kept with the power plan"),
                                    Optional.of(playbooks
                                            .toAbsolutePath()
                                            .normalize()
                                            .toString()),
                                    AnsibleVault.of(List.of()),
                                    List.of()));
        } catch (JsonProcessingException | NullPointerException e) {
            throw new IllegalArgumentException("the kept hosts cannot be read: " + e.getMessage(), e);
        }
    }

    private record All(Map<String, Map<String, Object>> hosts, Map<String, Members> children) {}

    private record Members(Map<String, Object> hosts) {}

    private static InventoryBuilder built(All all) {
        InventoryBuilder builder = new InventoryBuilder();
        all.hosts().forEach((host, vars) -> {
            builder.addHost(host, InventoryBuilder.ALL, Optional.empty(), Optional.empty());
            vars.forEach((name, value) -> builder.set(host, name, value, KEPT));
        });
        all.children().forEach((group, members) -> {
            builder.addGroup(group);
            members.hosts().keySet().forEach(host -> builder.addHost(host, group, Optional.empty(), Optional.empty()));
        });
        return builder;
    }

    private static Map<Object, Object> open(Map<Object, Object> vars) {
        Map<Object, Object> open = new LinkedHashMap<>(vars);
        open.values().removeIf(MASKED::equals);
        open.remove(CLOSED);
        return open;
    }
}

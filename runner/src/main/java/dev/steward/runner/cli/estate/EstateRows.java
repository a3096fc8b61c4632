package dev.steward.runner.cli.estate;

import dev.steward.runner.proxmox.estate.Addresses;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Load;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An estate as plain data: what {@code --json} prints, in this order. */
final class EstateRows {

    private EstateRows() {}

    static Map<String, Object> cluster(Seen seen) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cluster", seen.name());
        row.put("answers", seen.problem().isEmpty());
        row.put("ageSeconds", seen.age().toSeconds());
        seen.view().ifPresent(view -> cluster(row, view));
        return row;
    }

    private static void cluster(Map<String, Object> row, View view) {
        row.put("name", view.cluster().ownName());
        row.put("clustered", view.cluster().clustered());
        row.put("quorate", view.cluster().quorate());
        row.put("version", view.cluster().version().map(Object::toString).orElse(null));
        row.put("members", view.cluster().members());
        row.put("online", view.nodes().values().stream().filter(Node::online).count());
        row.put("guests", view.guests().size());
        row.put(
                "running",
                view.guests().values().stream().filter(Guest::running).count());
    }

    static List<Map<String, Object>> nodes(Estate estate) {
        return estate.nodes().stream().map(node -> node(estate, node)).toList();
    }

    static Map<String, Object> node(Estate estate, Node node) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", node.id());
        row.put("name", node.name());
        row.put("cluster", node.cluster());
        row.put("status", node.status());
        row.put("address", node.address().orElse(null));
        load(row, node.load());
        row.put(
                "guests",
                estate.guests().stream()
                        .filter(g ->
                                g.cluster().equals(node.cluster()) && g.node().equals(node.name()))
                        .count());
        return row;
    }

    static Map<String, Object> guest(Estate estate, Guest guest) {
        Addresses addresses = estate.clusters().get(guest.cluster()).of(guest);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", guest.id());
        row.put("vmid", guest.vmid().value());
        row.put("kind", guest.kind().word());
        row.put("name", guest.name());
        row.put("cluster", guest.cluster());
        row.put("node", guest.node());
        row.put("status", guest.status());
        row.put("template", guest.template());
        row.put("tags", guest.tags());
        row.put("pool", guest.pool().orElse(null));
        row.put("lock", guest.lock().orElse(null));
        row.put("ha", guest.haState().orElse(null));
        load(row, guest.load());
        row.put(
                "addresses",
                addresses.all().stream()
                        .map(a -> Map.of(
                                "ip",
                                a.ip(),
                                "device",
                                a.device(),
                                "from",
                                a.origin().name().toLowerCase(java.util.Locale.ROOT)))
                        .map(java.util.TreeMap::new)
                        .toList());
        row.put("unknown", addresses.unknown().orElse(null));
        return row;
    }

    private static void load(Map<String, Object> row, Load load) {
        row.put("cpu", load.cpu());
        row.put("processors", load.processors());
        row.put("memory", load.memory());
        row.put("memoryLimit", load.memoryLimit());
        row.put("uptimeSeconds", load.uptime().toSeconds());
    }
}

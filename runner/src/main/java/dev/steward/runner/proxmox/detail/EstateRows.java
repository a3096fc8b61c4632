package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.estate.Addresses;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Load;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.Sums;
import dev.steward.runner.proxmox.estate.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An estate as plain data: what {@code --json} prints and the API answers, in this order. */
public final class EstateRows {

    private EstateRows() {}

    /** A cluster; what is not known of one that was never seen is left out. */
    public static Map<String, Object> cluster(Seen seen) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cluster", seen.name());
        row.put("answers", seen.problem().isEmpty());
        row.put("ageSeconds", seen.age().toSeconds());
        row.put("lastSeen", seen.view().map(View::at).map(Object::toString).orElse(null));
        row.put("problem", seen.problem().orElse(null));
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
        row.put("sums", Sums.of(view.guests().values()));
    }

    /** A cluster's status whole: with its nodes and their votes and versions, its storages, replication and HA. */
    public static Map<String, Object> whole(Estate estate, Seen seen, ClusterFacts facts) {
        Map<String, Object> row = cluster(seen);
        seen.view().ifPresent(view -> {
            row.put(
                    "nodes",
                    view.nodes().values().stream()
                            .map(node -> member(estate, node, facts))
                            .toList());
            row.put("votes", facts.expected());
            row.put("votesPresent", facts.present(view));
            row.put("storages", storages(view));
            row.put("replication", facts.replication());
            row.put("ha", view.ha());
        });
        row.put("unread", facts.problems());
        return row;
    }

    private static Map<String, Object> member(Estate estate, Node node, ClusterFacts facts) {
        Map<String, Object> row = new LinkedHashMap<>(node(estate, node));
        row.put("votes", facts.votes().get(node.name()));
        row.put("version", facts.versions().get(node.name()));
        return row;
    }

    /** The storages of a cluster, as each node sees them. */
    public static List<Map<String, Object>> storages(View view) {
        return view.storages().values().stream().map(EstateRows::storage).toList();
    }

    private static Map<String, Object> storage(Storage storage) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", storage.id());
        row.put("storage", storage.name());
        row.put("node", storage.node());
        row.put("type", storage.type());
        row.put("content", storage.content());
        row.put("shared", storage.shared());
        row.put("available", storage.available());
        row.put("used", storage.used());
        row.put("size", storage.size());
        return row;
    }

    /** All nodes. */
    public static List<Map<String, Object>> nodes(Estate estate) {
        return estate.nodes().stream().map(node -> node(estate, node)).toList();
    }

    /** A node. */
    public static Map<String, Object> node(Estate estate, Node node) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", node.id());
        row.put("name", node.name());
        row.put("cluster", node.cluster());
        row.put("status", node.status());
        row.put("address", node.address().orElse(null));
        row.put("ha", node.haState().orElse(null));
        load(row, node.load());
        List<Guest> guests = estate.guests().stream()
                .filter(g -> g.cluster().equals(node.cluster()) && g.node().equals(node.name()))
                .toList();
        row.put("guests", guests.size());
        row.put("sums", Sums.of(guests));
        seenAt(row, estate, node.cluster());
        return row;
    }

    /** A guest, with the addresses that are known. */
    public static Map<String, Object> guest(Estate estate, Guest guest) {
        Addresses addresses = estate.clusters().get(guest.cluster()).of(guest);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", guest.id());
        row.put("vmid", guest.vmid().value());
        row.put("kind", guest.kind().word());
        row.put("name", guest.name());
        row.put("cluster", guest.cluster());
        row.put("node", guest.node());
        row.put("status", guest.status());
        row.put("mark", guest.mark());
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
                                a.origin().name().toLowerCase(Locale.ROOT)))
                        .map(TreeMap::new)
                        .toList());
        row.put("unknown", addresses.unknown().orElse(null));
        seenAt(row, estate, guest.cluster());
        return row;
    }

    private static void seenAt(Map<String, Object> row, Estate estate, String cluster) {
        row.put(
                "lastSeen",
                estate.clusters()
                        .get(cluster)
                        .view()
                        .map(view -> view.at().toString())
                        .orElse(null));
    }

    private static void load(Map<String, Object> row, Load load) {
        row.put("cpu", load.cpu());
        row.put("processors", load.processors());
        row.put("memory", load.memory());
        row.put("memoryLimit", load.memoryLimit());
        row.put("uptimeSeconds", load.uptime().toSeconds());
    }
}

package dev.steward.runner.collect;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.estate.Cluster;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.HaService;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.Storage;
import dev.steward.runner.proxmox.estate.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The documents of clusters and nodes, with the names that other collectors know: {@code quorate}, {@code pve_version} … */
final class NodeDocuments {

    /** The measured part of {@code /nodes/N/status}. */
    private static final List<String> MEASURED =
            List.of("cpu", "loadavg", "memory", "swap", "rootfs", "uptime", "idle", "wait");

    private NodeDocuments() {}

    /** What describes a cluster. */
    static Map<String, Object> facts(Cluster cluster) {
        return new Fields()
                .with("cluster_name", cluster.ownName())
                .with("nodes", cluster.members())
                .with("version", cluster.revision())
                .map();
    }

    /** What moves in a cluster. */
    static Map<String, Object> readings(View view) {
        List<Guest> guests = List.copyOf(view.guests().values());
        return sums(guests)
                .with("quorate", Fields.flag(view.cluster().quorate()))
                .with(
                        "nodes_online",
                        view.nodes().values().stream().filter(Node::online).count())
                .with("pve_version", view.cluster().version().map(Object::toString))
                .with("ha", view.ha().stream().map(NodeDocuments::service).toList())
                .map();
    }

    private static Map<String, Object> service(HaService one) {
        return new Fields()
                .with("id", one.id())
                .with("node", one.node())
                .with("state", one.state())
                .with("status", one.status())
                .map();
    }

    /**
     * What describes a node.
     *
     * @param local whether it is the one that answered
     * @param status the answer to {@code /nodes/N/status}; empty object: not asked
     */
    static Map<String, Object> facts(Node node, boolean local, PveFields status) {
        return new Fields()
                .with("name", node.name())
                .with("node_id", node.number())
                .with("ip", node.address())
                .with("local", Fields.flag(local))
                .with("level", node.level())
                .with("pve_version", status.text("pveversion"))
                .as(status, "kversion")
                .as(status, "cpuinfo")
                .map();
    }

    /** What moves on a node; what its own status says only where that was asked. */
    static Map<String, Object> readings(View view, Node node, PveFields status, PveFields traffic) {
        Fields fields = sums(view.guestsOf(node.name()))
                .with("online", Fields.flag(node.online()))
                .with("status", node.status())
                .with("ha_state", node.haState())
                .with("quorate", Fields.flag(view.cluster().quorate()))
                .with(
                        "storages",
                        view.storages().values().stream()
                                .filter(storage -> storage.node().equals(node.name()))
                                .map(NodeDocuments::storage)
                                .toList());
        return measured(fields, status)
                .with("netin", bytes(traffic, "netin"))
                .with("netout", bytes(traffic, "netout"))
                .map();
    }

    /** What was measured again, in the place of what was. */
    static Map<String, Object> again(Map<String, Object> before, PveFields status) {
        Fields fields = new Fields();
        before.forEach((name, value) -> fields.with(name, value));
        return measured(fields, status).map();
    }

    private static Fields measured(Fields fields, PveFields status) {
        MEASURED.forEach(name -> fields.as(status, name));
        return fields;
    }

    /* Bytes a second; PVE says it as a fraction, and as null where it has not counted yet. */
    private static Optional<Long> bytes(PveFields traffic, String name) {
        OptionalLong value = traffic.number(name);
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private static Map<String, Object> storage(Storage storage) {
        return new Fields()
                .with("storage", storage.name())
                .with("type", storage.type())
                .with("shared", storage.shared())
                .with("available", storage.available())
                .with("used", storage.used())
                .with("total", storage.size())
                .map();
    }

    private static Fields sums(List<Guest> guests) {
        List<Guest> running = guests.stream().filter(Guest::running).toList();
        return new Fields()
                .with("guests", guests.size())
                .with("guests_running", running.size())
                .with(
                        "containers",
                        guests.stream()
                                .filter(g -> g.kind().word().equals("lxc"))
                                .count())
                .with(
                        "machines",
                        guests.stream()
                                .filter(g -> g.kind().word().equals("qemu"))
                                .count())
                .with(
                        "guests_cpus",
                        running.stream().mapToDouble(g -> g.load().processors()).sum())
                .with(
                        "guests_memory_used",
                        running.stream().mapToLong(g -> g.load().memory()).sum())
                .with(
                        "guests_memory",
                        running.stream().mapToLong(g -> g.load().memoryLimit()).sum())
                .with(
                        "guests_disk",
                        guests.stream().mapToLong(g -> g.load().diskLimit()).sum());
    }
}

package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a cluster says about itself (API2/Cluster.pm, API2/ClusterConfig.pm). */
public final class ClusterReads {

    private static final List<String> TOTEM =
            List.of("ip_version=ipv4-6", "version=2", "secauth=on", "link_mode=passive");

    private ClusterReads() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /cluster", call -> List.of("resources", "status", "tasks", "ha", "options", "nextid").stream()
                        .map(name -> new Row().with("name", name))
                        .toList())
                .on("GET /version", ClusterReads::version)
                .on("GET /cluster/status", ClusterReads::status)
                .on("GET /cluster/nextid", ClusterReads::nextId)
                .on("GET /cluster/options", ClusterReads::options)
                .on("PUT /cluster/options", ClusterReads::set)
                .on("GET /cluster/log", ClusterReads::log)
                .on("GET /cluster/replication", call -> call.cluster().replications())
                .on("GET /cluster/backup", call -> List.of())
                .on("GET /cluster/backup-info/not-backed-up", ClusterReads::notBackedUp)
                .on("GET /cluster/config/join", ClusterReads::join)
                .on("GET /cluster/config/nodes", ClusterReads::members)
                .on("GET /cluster/config/qdevice", ClusterReads::device);
    }

    private static Object version(Call call) {
        String number = call.cluster().version();
        return new Row()
                .with("version", number)
                .with("release", number.replaceFirst("^(\\d+\\.\\d+).*", "$1"))
                .with("repoid", "0123456789abcdef");
    }

    private static Object status(Call call) {
        PveCluster cluster = call.cluster();
        List<Row> rows = new ArrayList<>();
        if (cluster.joined()) {
            rows.add(new Row()
                    .with("type", "cluster")
                    .with("id", "cluster")
                    .with("name", cluster.name())
                    .with("version", cluster.nodes().size())
                    .with("nodes", cluster.nodes().size())
                    .with("quorate", cluster.quorate(call.node()) ? 1 : 0));
        }
        for (PveNode node : cluster.nodes().values()) {
            rows.add(new Row()
                    .with("type", "node")
                    .with("id", "node/" + node.name())
                    .with("name", node.name())
                    .with("nodeid", node.id())
                    .with("ip", node.ip())
                    .with("online", cluster.sees(call.node(), node) ? 1 : 0)
                    .with("local", node == call.node() ? 1 : 0)
                    .with("level", ""));
        }
        return rows;
    }

    private static Object nextId(Call call) {
        if (call.has("vmid")) {
            int wanted = (int) call.number("vmid", 0);
            if (call.cluster().guests().containsKey(wanted)) {
                throw Refusal.bad("vmid", "VM " + wanted + " already exists");
            }
            return Integer.toString(wanted);
        }
        int free = 100;
        while (call.cluster().guests().containsKey(free)) {
            free++;
        }
        return Integer.toString(free);
    }

    private static Object options(Call call) {
        Row row = new Row().with("description", "").with("mac_prefix", "BC:24:11");
        row.with(
                "allowed-tags",
                call.cluster().guests().values().stream()
                        .flatMap(guest -> guest.tags().stream())
                        .distinct()
                        .sorted()
                        .toList());
        row.putAll(call.cluster().options());
        return row;
    }

    private static Object set(Call call) {
        call.quorum();
        call.params().forEach((key, value) -> call.cluster().options().put(key, value));
        call.cluster().options().remove("delete");
        call.items("delete").forEach(call.cluster().options()::remove);
        return null;
    }

    private static Object log(Call call) {
        List<Map<String, Object>> log = call.cluster().log();
        return log.stream().limit(call.number("max", 50)).toList();
    }

    private static Object notBackedUp(Call call) {
        return call.cluster().guests().values().stream()
                .map(guest -> new Row()
                        .with("vmid", guest.vmid())
                        .with("type", guest.kind().path())
                        .with("name", guest.name()))
                .toList();
    }

    private static Refusal alone() {
        return Refusal.of(424, "node is not in a cluster, no join info available!");
    }

    private static Row member(PveNode node) {
        return new Row()
                .with("name", node.name())
                .with("nodeid", Integer.toString(node.id()))
                .with("ring0_addr", node.ip())
                .with("quorum_votes", "1");
    }

    private static Object join(Call call) {
        PveCluster cluster = call.cluster();
        if (!cluster.joined()) {
            throw alone();
        }
        Row totem = new Row().with("cluster_name", cluster.name());
        TOTEM.forEach(pair -> totem.with(pair.split("=")[0], pair.split("=")[1]));
        totem.with("config_version", Integer.toString(cluster.nodes().size()))
                .with("token_coefficient", "125")
                .with("interface", Map.of("0", Map.of("linknumber", "0")));
        return new Row()
                .with("totem", totem)
                .with("config_digest", "dfeb44b129afedbef61b85f0899b02af48c4bca7")
                .with("preferred_node", call.text("node", call.node().name()))
                .with(
                        "nodelist",
                        cluster.nodes().values().stream()
                                .map(node ->
                                        member(node).with("pve_addr", node.ip()).with("pve_fp", node.fingerprint()))
                                .toList());
    }

    /* API2/ClusterConfig.pm: what corosync-qdevice-tool prints; nothing where there is none. */
    private static Object device(Call call) {
        Row row = new Row();
        call.cluster().votes().device().ifPresent(votes -> row.with("Model", "Net")
                .with("Algorithm", "Fifty-Fifty split")
                .with("QNetd host", "10.99.8.200:5403")
                .with("Tie-breaker", "Node with lowest node ID")
                .with("State", votes ? "Connected" : "Connect failed"));
        return row;
    }

    private static Object members(Call call) {
        return call.cluster().joined()
                ? call.cluster().nodes().values().stream()
                        .map(node -> member(node).with("node", node.name()))
                        .toList()
                : List.of();
    }
}

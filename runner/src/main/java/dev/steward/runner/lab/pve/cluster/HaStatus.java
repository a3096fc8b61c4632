package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.guest.Ha;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What HA's managers say about themselves (API2/HA/Status.pm). */
public final class HaStatus {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HaStatus() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("GET /cluster/ha/status/current", HaStatus::current)
                .on("POST /cluster/ha/status/disarm-ha", HaStatus::disarm)
                .on("POST /cluster/ha/status/arm-ha", HaStatus::arm)
                .on("GET /cluster/ha/status/manager_status", HaStatus::manager);
    }

    private static Object disarm(Call call) {
        call.quorum();
        new Ha(call.cluster()).disarm(call.text("resource-mode"));
        return null;
    }

    private static Object arm(Call call) {
        call.quorum();
        new Ha(call.cluster()).arm();
        return null;
    }

    private static boolean quorate(Call call) {
        return call.cluster().quorate(call.node());
    }

    private static Object current(Call call) {
        PveCluster cluster = call.cluster();
        String here = call.node().name();
        List<Row> rows = new ArrayList<>();
        boolean votes = quorate(call);
        rows.add(new Row()
                .with("id", "quorum")
                .with("type", "quorum")
                .with("node", here)
                .with("quorate", votes ? 1 : 0)
                .with("status", votes ? "OK" : "No quorum on node '" + here + "'!"));
        boolean active = !cluster.services().isEmpty();
        PveNode master = cluster.nodes().values().stream()
                .filter(node -> cluster.sees(call.node(), node))
                .findFirst()
                .orElse(call.node());
        if (active) {
            rows.add(new Row()
                    .with("id", "master")
                    .with("type", "master")
                    .with("node", master.name())
                    .with("timestamp", cluster.now().getEpochSecond())
                    .with("status", master.name() + " (active, " + STAMP.format(cluster.now()) + ")"));
        }
        if (cluster.nine() && cluster.joined()) {
            String word = cluster.ha().word(active);
            boolean watched = active && !cluster.ha().disarmed();
            rows.add(new Row()
                    .with("id", "fencing")
                    .with("type", "fencing")
                    .with("node", master.name())
                    .with("armed-state", word)
                    .with("status", word + " (CRM watchdog " + (watched ? "active" : "standby") + ")")
                    .some("resource_mode", cluster.ha().mode()));
        }
        if (active) {
            cluster.nodes().values().forEach(node -> rows.add(manager(call, node)));
            cluster.services().values().forEach(service -> rows.add(service(cluster, service)));
        }
        return rows;
    }

    private static Row manager(Call call, PveNode node) {
        Instant now = call.cluster().now();
        boolean there = call.cluster().sees(call.node(), node);
        boolean busy = call.cluster().services().values().stream()
                .map(service -> call.cluster().guests().get(service.vmid()))
                .anyMatch(guest -> guest != null && guest.node().equals(node.name()));
        String what = !there
                ? "old timestamp - dead?, watchdog standby"
                : node.maintenance()
                        ? "maintenance mode, watchdog standby"
                        : call.cluster().ha().disarmed()
                                ? "disarmed, watchdog released"
                                : busy ? "active, watchdog active" : "idle, watchdog standby";
        return new Row()
                .with("id", "lrm:" + node.name())
                .with("type", "lrm")
                .with("node", node.name())
                .with("timestamp", now.getEpochSecond())
                .with("status", node.name() + " (" + what + ", " + STAMP.format(now) + ")");
    }

    private static Row service(PveCluster cluster, HaResource service) {
        Guest guest = cluster.guests().get(service.vmid());
        String node = guest == null ? "" : guest.node();
        return new Row()
                .with("id", "service:" + service.sid())
                .with("type", "service")
                .with("sid", service.sid())
                .with("node", node)
                .with("state", service.state())
                .with("crm_state", service.state())
                .with("request_state", service.wanted())
                .with("max_restart", service.settings().getOrDefault("max_restart", 1))
                .with("max_relocate", service.settings().getOrDefault("max_relocate", 1))
                .when(cluster.nine(), "failback", service.settings().getOrDefault("failback", 1))
                .with("status", service.sid() + " (" + node + ", " + service.state() + ")");
    }

    private static Object manager(Call call) {
        PveCluster cluster = call.cluster();
        Row nodes = new Row();
        Row services = new Row();
        if (!cluster.services().isEmpty()) {
            cluster.nodes()
                    .values()
                    .forEach(node -> nodes.with(
                            node.name(),
                            !cluster.sees(call.node(), node)
                                    ? "unknown"
                                    : node.maintenance() ? "maintenance" : "online"));
            cluster.services()
                    .values()
                    .forEach(service -> services.with(service.sid(), new Row().with("state", service.state())));
        }
        Row manager = new Row().with("node_status", nodes);
        manager.when(!services.isEmpty(), "service_status", services);
        manager.when(!services.isEmpty(), "master_node", call.node().name());
        return new Row()
                .with("manager_status", manager)
                .with("quorum", new Row().with("node", call.node().name()).with("quorate", quorate(call) ? "1" : "0"));
    }
}

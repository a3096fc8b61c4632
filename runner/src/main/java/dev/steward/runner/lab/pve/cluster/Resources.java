package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.guest.GuestRows;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.Pool;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.state.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** GET /cluster/resources: everything in one list, from the caches of the nodes. */
public final class Resources {

    private static final int PROCESSORS = 8;
    private static final long MEMORY = 32L << 30;
    private static final long ROOT = 252L << 30;

    private Resources() {}

    /** Adds it and the list of nodes. */
    public static void add(Handlers handlers) {
        handlers.on("GET /cluster/resources", Resources::all).on("GET /nodes", Resources::nodes);
    }

    private static Object all(Call call) {
        String type = call.text("type");
        List<Row> rows = new ArrayList<>();
        if (type.isEmpty() || type.equals("vm")) {
            if (type.isEmpty()) {
                call.cluster().pools().values().forEach(pool -> rows.add(pool(pool)));
            }
            guests(call, rows);
        }
        if (type.isEmpty() || type.equals("node")) {
            call.cluster().nodes().values().forEach(node -> rows.add(resource(call, node)));
        }
        if (type.isEmpty() || type.equals("storage")) {
            stores(call, rows);
        }
        if (type.isEmpty() || type.equals("sdn")) {
            call.cluster().nodes().values().forEach(node -> rows.add(network(call, node)));
        }
        return rows;
    }

    private static Row pool(Pool pool) {
        return new Row()
                .with("id", "/pool/" + pool.id())
                .with("pool", pool.id())
                .with("type", "pool");
    }

    private static void guests(Call call, List<Row> rows) {
        for (Guest guest : call.cluster().guests().values()) {
            if (call.allowed("/vms/" + guest.vmid(), "VM.Audit")) {
                rows.add(guest(call, guest));
            }
        }
    }

    private static Row guest(Call call, Guest guest) {
        PveCluster cluster = call.cluster();
        Row row = new Row()
                .with("id", guest.kind().path() + "/" + guest.vmid())
                .with("type", guest.kind().path())
                .with("vmid", guest.vmid())
                .with("node", guest.node());
        cluster.pool(guest.vmid()).ifPresent(pool -> row.with("pool", pool.id()));
        cluster.service(guest)
                .ifPresent(service ->
                        row.with("hastate", service.wanted().equals("ignored") ? "ignored" : service.state()));
        if (!cluster.sees(call.node(), cluster.node(guest.node()))) {
            return row.with("status", "unknown");
        }
        row.with("name", guest.name())
                .with("status", guest.heard(cluster.now(), cluster.pace().heard()) ? "running" : "stopped")
                .with("template", guest.flag("template") ? 1 : 0)
                .with("cpu", GuestRows.load(guest))
                .with("maxcpu", GuestRows.processors(guest))
                .with("mem", GuestRows.used(guest))
                .with("maxmem", GuestRows.memory(guest))
                .with("disk", guest.kind() == Kind.LXC && guest.running() ? GuestRows.filled(guest) : 0)
                .with("maxdisk", GuestRows.disk(guest))
                .with("diskread", guest.traffic().read())
                .with("diskwrite", guest.traffic().written())
                .with("netin", guest.traffic().in())
                .with("netout", guest.traffic().out())
                .with("uptime", GuestRows.uptime(cluster, guest));
        row.when(cluster.nine(), "memhost", guest.kind() == Kind.QEMU ? GuestRows.used(guest) : 0);
        return row.some("tags", guest.text("tags")).some("lock", guest.lock());
    }

    private static Row numbers(Call call, PveNode node) {
        long uptime = Duration.between(node.booted(), call.cluster().now()).toSeconds();
        long guests = call.cluster().guestsOn(node.name()).stream()
                .filter(Guest::running)
                .mapToLong(GuestRows::used)
                .sum();
        return new Row()
                .with("cpu", node.load())
                .with("mem", Math.min(MEMORY, (5L << 30) + guests))
                .with("disk", node.root())
                .with("uptime", uptime);
    }

    private static Row head(PveNode node) {
        return new Row()
                .with("id", "node/" + node.name())
                .with("type", "node")
                .with("node", node.name())
                .with("level", "");
    }

    private static Row resource(Call call, PveNode node) {
        boolean online = call.cluster().sees(call.node(), node);
        Row row = head(node).with("status", online ? "online" : "offline").with("cgroup-mode", 1);
        row.with("maxcpu", PROCESSORS).with("maxmem", MEMORY).with("maxdisk", ROOT);
        boolean kept = call.cluster().joined() && !call.cluster().services().isEmpty();
        row.when(kept, "hastate", !online ? "unknown" : node.maintenance() ? "maintenance" : "online");
        if (online) {
            row.putAll(numbers(call, node));
        }
        return row;
    }

    private static Object nodes(Call call) {
        return call.cluster().nodes().values().stream()
                .map(node -> {
                    boolean online = call.cluster().sees(call.node(), node);
                    Row row = head(node)
                            .with("status", online ? "online" : "offline")
                            .with("ssl_fingerprint", node.fingerprint());
                    if (online) {
                        row.with("maxcpu", PROCESSORS).with("maxmem", MEMORY).with("maxdisk", ROOT);
                        row.putAll(numbers(call, node));
                    }
                    return row;
                })
                .toList();
    }

    private static void stores(Call call, List<Row> rows) {
        for (Store store : call.cluster().stores().values()) {
            for (PveNode node : call.cluster().nodes().values()) {
                if (!store.on(node.name()) || !readable(call, store)) {
                    continue;
                }
                boolean there = call.cluster().sees(call.node(), node);
                Row row = new Row()
                        .with("id", "storage/" + node.name() + "/" + store.name())
                        .with("type", "storage")
                        .with("storage", store.name())
                        .with("node", node.name())
                        .with("plugintype", store.type())
                        .with("content", store.content())
                        .with("shared", store.shared() ? 1 : 0)
                        .with("status", there ? "available" : "unknown");
                row.when(there, "disk", store.used()).when(there, "maxdisk", store.total());
                rows.add(row);
            }
        }
    }

    private static boolean readable(Call call, Store store) {
        String path = "/storage/" + store.name();
        return call.allowed(path, "Datastore.Audit") || call.allowed(path, "Datastore.AllocateSpace");
    }

    /** Releases 8 and 9 list the zone of the local network; PVE 9 as another type. */
    private static Row network(Call call, PveNode node) {
        Row row = new Row().with("node", node.name()).with("status", "ok");
        if (call.cluster().nine()) {
            return row.with("type", "network")
                    .with("network-type", "zone")
                    .with("network", "localnetwork")
                    .with("id", "network/" + node.name() + "/zone/localnetwork");
        }
        return row.with("type", "sdn").with("sdn", "localnetwork").with("id", "sdn/" + node.name() + "/localnetwork");
    }
}

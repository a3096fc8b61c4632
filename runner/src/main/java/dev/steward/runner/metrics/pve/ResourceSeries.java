package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.proxmox.PveFields;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code /cluster/resources} tells: figures of nodes, guests and storages, and what they are. */
final class ResourceSeries {

    private static final List<String> GUEST_STATES = List.of(
            "stopped",
            "request_stop",
            "request_start",
            "request_start_balance",
            "started",
            "fence",
            "recovery",
            "migrate",
            "relocate",
            "freeze",
            "error");
    private static final List<String> NODE_STATES = List.of("online", "maintenance", "unknown", "fence", "gone");
    private static final Map<String, List<String>> HA_STATES =
            Map.of("lxc", GUEST_STATES, "qemu", GUEST_STATES, "node", NODE_STATES);
    private static final List<String> LOCKS = List.of(
            "backup",
            "clone",
            "create",
            "migrate",
            "rollback",
            "snapshot",
            "snapshot-delete",
            "suspended",
            "suspending");

    private static final String SENT = "Bytes a guest sent over its network devices since it was started.";
    private static final String RECEIVED = "Bytes a guest received over its network devices since it was started.";
    private static final String WRITTEN = "Bytes a guest wrote to its disks since it was started.";
    private static final String READ = "Bytes a guest read from its disks since it was started.";

    private static final List<Figure> FIGURES = List.of(
            new Figure("maxdisk", "pve_disk_size_bytes", "Size of a storage, or of the root disk of a guest or node."),
            new Figure("disk", "pve_disk_usage_bytes", "Used of a storage, or of the root disk of a guest or node."),
            new Figure("maxmem", "pve_memory_size_bytes", "Memory a node has or a guest may use."),
            new Figure("mem", "pve_memory_usage_bytes", "Memory a node or guest uses."),
            old("netout", "pve_network_transmit_bytes", SENT, "pve_network_transmit_bytes_total"),
            old("netin", "pve_network_receive_bytes", RECEIVED, "pve_network_receive_bytes_total"),
            old("diskwrite", "pve_disk_write_bytes", WRITTEN, "pve_disk_written_bytes_total"),
            old("diskread", "pve_disk_read_bytes", READ, "pve_disk_read_bytes_total"),
            new Figure("cpu", "pve_cpu_usage_ratio", "Share of its processors a node or guest uses, 0 to 1."),
            new Figure("maxcpu", "pve_cpu_usage_limit", "Processors a node has or a guest may use."),
            new Figure("uptime", "pve_uptime_seconds", "How long a node or guest has been up."),
            new Figure("shared", "pve_storage_shared", "1 where all nodes see the same storage."),
            new Figure("netout", "pve_network_transmit_bytes_total", SENT),
            new Figure("netin", "pve_network_receive_bytes_total", RECEIVED),
            new Figure("diskwrite", "pve_disk_written_bytes_total", WRITTEN),
            new Figure("diskread", "pve_disk_read_bytes_total", READ));

    private final Series series;

    ResourceSeries(Series series) {
        this.series = series;
    }

    /**
     * A figure of a resource.
     *
     * @param key in PVE's answer
     * @param name of the metric; one that ends in {@code _total} is a counter
     */
    private record Figure(String key, String name, String help) {}

    private static Figure old(String key, String name, String help, String better) {
        return new Figure(key, name, help + " Old name, kept for rules that use it: " + better + " is the counter.");
    }

    void tell(List<PveFields> resources) {
        ups(resources);
        for (Figure figure : FIGURES) {
            Family family = figure.name().endsWith("_total")
                    ? series.counter(figure.name(), figure.help())
                    : series.gauge(figure.name(), figure.help());
            resources.forEach(resource -> family.add(number(resource, figure.key()), "id", id(resource)));
        }
        states(resources);
        infos(resources);
    }

    private static OptionalDouble number(PveFields resource, String key) {
        // a truth is told as 1 or 0, whichever way PVE writes it
        return key.equals("shared")
                ? resource.bool(key).stream().mapToDouble(yes -> yes ? 1 : 0).findFirst()
                : resource.decimal(key);
    }

    private static String id(PveFields resource) {
        return resource.text("id", "");
    }

    private void ups(List<PveFields> resources) {
        Family up = series.up();
        for (PveFields resource : resources) {
            switch (resource.text("type", "")) {
                case "lxc", "qemu" -> up.add(resource.text("status", "").equals("running"), "id", id(resource));
                case "storage" -> up.add(resource.text("status", "").equals("available"), "id", id(resource));
                default -> {
                    // nodes are told by the cluster's status; pools and networks are neither up nor down
                }
            }
        }
    }

    private void states(List<PveFields> resources) {
        Family ha = series.gauge("pve_ha_state", "1 for the state in which the HA manager has a guest or node.");
        Family locks = series.gauge("pve_lock_state", "1 for the lock that a guest's configuration has.");
        for (PveFields resource : resources) {
            String type = resource.text("type", "");
            String state = resource.text("hastate", "");
            HA_STATES
                    .getOrDefault(type, List.of())
                    .forEach(one -> ha.add(one.equals(state), "id", id(resource), "state", one));
            if (type.equals("lxc") || type.equals("qemu")) {
                String lock = resource.text("lock", "");
                LOCKS.forEach(one -> locks.add(one.equals(lock), "id", id(resource), "state", one));
            }
        }
    }

    private void infos(List<PveFields> resources) {
        Family guests = series.gauge("pve_guest_info", "What a guest is, always 1.");
        Family storages = series.gauge("pve_storage_info", "What a storage is, always 1.");
        for (PveFields resource : resources) {
            String type = resource.text("type", "");
            if (type.equals("lxc") || type.equals("qemu")) {
                guests.add(1, labels(resource, "id", "node", "name", "type", "template", "tags"));
            } else if (type.equals("storage")) {
                String[] labels = labels(resource, "id", "node", "storage", "plugintype", "content");
                labels[labels.length - 1] = sorted(labels[labels.length - 1]);
                storages.add(1, labels);
            }
        }
    }

    static String[] labels(PveFields fields, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(name, fields.text(name, "")))
                .toArray(String[]::new);
    }

    /* PVE orders it as it pleases, anew each time: unsorted, each scrape would begin a new series. */
    private static String sorted(String content) {
        return Arrays.stream(content.split(",")).sorted().collect(Collectors.joining(","));
    }
}

package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.proxmox.PveFields;
import java.util.List;
import java.util.Optional;

/** What a cluster tells of itself: members, quorum, release, guests without a backup job, its QDevice. */
final class ClusterSeries {

    private final Series series;

    ClusterSeries(Series series) {
        this.series = series;
    }

    void status(List<PveFields> status) {
        Family up = series.up();
        Family nodes = series.gauge("pve_node_info", "What a node is, always 1.");
        for (PveFields entry : status) {
            if (entry.text("type", "").equals("node")) {
                up.add(entry.flag("online"), "id", entry.text("id", ""));
                nodes.add(1, ResourceSeries.labels(entry, "id", "level", "name", "nodeid"));
            }
        }
        own(status).ifPresent(cluster -> {
            up.add(cluster.flag("quorate"), "id", id(status));
            series.gauge("pve_cluster_info", "What a cluster is, always 1.")
                    .add(
                            1,
                            "id",
                            id(status),
                            "nodes",
                            cluster.text("nodes", ""),
                            "quorate",
                            cluster.text("quorate", ""),
                            "version",
                            cluster.text("version", ""));
        });
    }

    private static Optional<PveFields> own(List<PveFields> status) {
        return status.stream()
                .filter(entry -> entry.text("type", "").equals("cluster"))
                .findFirst();
    }

    /** The cluster's id; that of the node where it stands alone. */
    static String id(List<PveFields> status) {
        return own(status)
                .map(cluster -> "cluster/" + cluster.text("name", ""))
                .orElseGet(() -> status.isEmpty() ? "" : status.get(0).text("id", ""));
    }

    void version(PveFields version) {
        series.gauge("pve_version_info", "The release that the asked node runs, always 1.")
                .add(1, ResourceSeries.labels(version, "release", "repoid", "version"));
    }

    /** A gauge by what it means; promtool refuses one of this name, so its type is not said. */
    void notBackedUp(String cluster, List<PveFields> guests) {
        series.untyped("pve_not_backed_up_total", "How many guests no backup job covers.")
                .add(guests.size(), "id", cluster);
        Family info = series.gauge("pve_not_backed_up_info", "A guest that no backup job covers, always 1.");
        guests.forEach(guest -> info.add(1, "id", guest.text("type", "") + "/" + guest.text("vmid", "")));
    }

    /** Nothing where there is none, which PVE tells by an empty object. */
    void qdevice(List<PveFields> status, PveFields device) {
        if (device.names().isEmpty() || own(status).isEmpty()) {
            return;
        }
        String state = device.text("State", "");
        series.gauge("pve_qdevice_up", "1 where the QDevice is connected.")
                .add(state.equals("Connected"), "id", id(status));
        series.gauge("pve_qdevice_info", "What the QDevice is, always 1.")
                .add(
                        1,
                        "id",
                        id(status),
                        "model",
                        device.text("Model", ""),
                        "algorithm",
                        device.text("Algorithm", ""),
                        "qnetd_host",
                        device.text("QNetd host", ""),
                        "tie_breaker",
                        device.text("Tie-breaker", ""),
                        "state",
                        state);
    }
}

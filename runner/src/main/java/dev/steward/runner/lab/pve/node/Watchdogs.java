package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.time.Duration;

/** A node that has services of HA and no quorum is reset by its watchdog after a minute (ha-manager(8), Fencing). */
public final class Watchdogs {

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Watchdogs() {}

    /** From now on looks every ten seconds of the cluster's clock. */
    public static void begin(PveCluster cluster) {
        if (cluster.joined()) {
            cluster.agenda().after(LOOK, () -> {
                look(cluster);
                begin(cluster);
            });
        }
    }

    private static void look(PveCluster cluster) {
        for (PveNode node : cluster.nodes().values()) {
            if (!node.up()) {
                continue;
            }
            if (serves(cluster, node)) {
                cluster.ha().busy(node.name(), cluster.now());
            }
            Duration alone = cluster.ha().alone(node.name(), cluster.quorate(node), cluster.now());
            if (alone.compareTo(PATIENCE) >= 0 && cluster.ha().watched(node.name(), cluster.now())) {
                NodePower.lost(cluster, node);
                cluster.agenda().after(cluster.pace().boot(), () -> NodePower.boot(cluster, node));
            }
        }
    }

    private static boolean serves(PveCluster cluster, PveNode node) {
        return cluster.quorate(node)
                && cluster.ha().mode().isEmpty()
                && cluster.services().values().stream()
                        .filter(service -> !service.wanted().equals("ignored"))
                        .map(HaResource::vmid)
                        .map(cluster.guests()::get)
                        .anyMatch(guest -> guest != null && guest.node().equals(node.name()));
    }
}

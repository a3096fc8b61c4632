package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.estate.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether all nodes are off, as far as it can be seen: only then may the UPS be told to cut its outlets. A cluster of which no node
 * answers is off; what may be up is taken to be up.
 */
public final class NodesDown {

    /** Between a node and its cluster in words. */
    public static final String OF = " of cluster ";

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final ActingSource clusters;

    /** Of the configured clusters. */
    public NodesDown(ActingSource clusters) {
        this.clusters = clusters;
    }

    /** A node in the words of {@link #stillUp}. */
    public static String words(String cluster, String node) {
        return node + OF + cluster;
    }

    /**
     * Nodes that are up still, or may be; the one that carries Steward is not counted.
     *
     * @return words such as {@code pve1 of cluster home}
     */
    public List<String> stillUp(OwnPlace own) throws InterruptedException {
        List<String> up = new ArrayList<>();
        for (String cluster : clusters.names()) {
            try {
                Acting acting = new Acting(clusters.of(cluster), UpidWatcher.NONE).within(LIMIT);
                acting.clearView().nodes().values().stream()
                        .filter(Node::online)
                        .filter(node -> !own.goesWith(cluster, node.name()))
                        .forEach(node -> up.add(words(cluster, node.name())));
            } catch (PveException e) {
                if (e.kind() != Kind.UNREACHABLE) {
                    up.add("cluster " + cluster + " (" + e.reason() + ")");
                }
            }
        }
        return up;
    }
}

package dev.steward.runner.lab.pve.state;

import java.util.List;

/**
 * A storage of the cluster.
 *
 * @param type dir, btrfs, lvmthin, zfspool, nfs, rbd…
 * @param content what may lie on it, comma-separated
 * @param total in bytes, on each node
 * @param used in bytes, on each node
 * @param nodes where it is; empty for everywhere
 */
public record Store(
        String name,
        String type,
        String path,
        String content,
        boolean shared,
        long total,
        long used,
        List<String> nodes) {

    public Store {
        nodes = List.copyOf(nodes);
    }

    /** Whether a node has it. */
    public boolean on(String node) {
        return nodes.isEmpty() || nodes.contains(node);
    }

    /** Whether its volumes can be snapshotted. */
    public boolean snapshots() {
        return List.of("btrfs", "zfspool", "lvmthin", "rbd").contains(type);
    }
}

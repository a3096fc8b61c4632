package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.proxmox.PveFields;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What lies below the storages: ZFS pools, LVM volume groups and thin pools of a node, Ceph and its pools. Names of our own,
 * since no other exporter has them; they always tell the cluster.
 */
final class PoolSeries {

    private final Series series;
    private final String cluster;

    /**
     * Those of a cluster.
     *
     * @param series without labels of their own
     */
    PoolSeries(Series series, String cluster) {
        this.series = series;
        this.cluster = cluster;
    }

    /** {@code /nodes/N/disks/zfs}. */
    void zfs(String node, List<PveFields> pools) {
        for (PveFields pool : pools) {
            String[] labels = labels(node, pool.text("name", ""), "zfs");
            size(pool.decimal("size"), pool.decimal("alloc"), labels);
            healthy(pool.text("health", "").equals("ONLINE"), labels);
        }
    }

    /** {@code /nodes/N/disks/lvm}: a tree whose first level are the volume groups. */
    void lvm(String node, PveFields tree) {
        for (PveFields group : tree.list("children")) {
            OptionalDouble size = group.decimal("size");
            OptionalDouble free = group.decimal("free");
            OptionalDouble used = size.isPresent() && free.isPresent()
                    ? OptionalDouble.of(size.getAsDouble() - free.getAsDouble())
                    : OptionalDouble.empty();
            size(size, used, labels(node, group.text("name", ""), "lvm"));
        }
    }

    /** {@code /nodes/N/disks/lvmthin}; a thin pool also stops when its metadata is full. */
    void thin(String node, List<PveFields> pools) {
        for (PveFields pool : pools) {
            String[] labels = labels(node, pool.text("vg", "") + "/" + pool.text("lv", ""), "lvmthin");
            size(pool.decimal("lv_size"), pool.decimal("used"), labels);
            series.gauge("steward_pve_pool_metadata_size_bytes", "Size of the metadata of a thin pool.")
                    .add(pool.decimal("metadata_size"), labels);
            series.gauge("steward_pve_pool_metadata_used_bytes", "Used of the metadata of a thin pool.")
                    .add(pool.decimal("metadata_used"), labels);
        }
    }

    /** {@code /cluster/ceph/status}, as {@code ceph status} tells it. */
    void ceph(PveFields status) {
        PveFields map = status.inside("pgmap");
        series.gauge("steward_pve_ceph_size_bytes", "Raw size of Ceph.")
                .add(map.decimal("bytes_total"), "cluster", cluster);
        series.gauge("steward_pve_ceph_used_bytes", "Used of Ceph, raw.")
                .add(map.decimal("bytes_used"), "cluster", cluster);
        String health = status.inside("health").text("status", "");
        Family states = series.gauge("steward_pve_ceph_health", "1 for the health of Ceph.");
        List.of("HEALTH_OK", "HEALTH_WARN", "HEALTH_ERR")
                .forEach(one -> states.add(one.equals(health), "cluster", cluster, "health", one));
        series.gauge("steward_pve_ceph_healthy", "1 where Ceph says HEALTH_OK.")
                .add(health.equals("HEALTH_OK"), "cluster", cluster);
    }

    /** {@code /nodes/N/ceph/pool}; the size is what the used share says, so that an empty pool has none. */
    void pools(List<PveFields> pools) {
        for (PveFields pool : pools) {
            OptionalDouble used = pool.decimal("bytes_used");
            double share = pool.decimal("percent_used").orElse(0);
            OptionalDouble size = used.isPresent() && share > 0
                    ? OptionalDouble.of(used.getAsDouble() / share)
                    : OptionalDouble.empty();
            size(size, used, labels("", pool.text("pool_name", ""), "ceph"));
        }
    }

    private void size(OptionalDouble size, OptionalDouble used, String... labels) {
        series.gauge("steward_pve_pool_size_bytes", "Size of a pool that storages lie on.")
                .add(size, labels);
        series.gauge("steward_pve_pool_used_bytes", "Used of a pool that storages lie on.")
                .add(used, labels);
    }

    private void healthy(boolean healthy, String... labels) {
        series.gauge("steward_pve_pool_healthy", "1 where a ZFS pool is ONLINE.")
                .add(healthy, labels);
    }

    private String[] labels(String node, String pool, String type) {
        return new String[] {"cluster", cluster, "node", node, "pool", pool, "type", type};
    }
}

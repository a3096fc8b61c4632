package dev.steward.runner.proxmox.act.gate;

import java.util.List;
import java.util.Optional;

/**
 * What must be so on a cluster before a play goes on.
 *
 * @param quorate whether its configuration may be written
 * @param online nodes that must be online; {@code all}: every one
 * @param survives nodes without which it must keep its quorum
 * @param haSettled whether nothing that HA looks after may be on its way, in error or fenced
 * @param ceph the health its Ceph must have; empty: Ceph is not looked at
 * @param idle types of UPIDs none of which may run, as {@code vzdump}
 */
public record Gates(
        boolean quorate,
        List<String> online,
        List<String> survives,
        boolean haSettled,
        Optional<CephHealth> ceph,
        List<String> idle) {

    /** The word for every node. */
    public static final String ALL = "all";

    /**
     * The health that is well enough.
     *
     * @param ignore flags that may be set, as {@code noout}, and checks that may warn, as {@code POOL_NO_REDUNDANCY}
     */
    public record CephHealth(List<String> ignore) {}

    /** Whether nothing is asked for. */
    public boolean none() {
        return !quorate && online.isEmpty() && survives.isEmpty() && !haSettled && ceph.isEmpty() && idle.isEmpty();
    }
}

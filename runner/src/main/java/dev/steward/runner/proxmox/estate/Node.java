package dev.steward.runner.proxmox.estate;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node.
 *
 * @param cluster our name of its cluster
 * @param name unique in its cluster
 * @param number its id in corosync; empty: not known
 * @param address of its cluster network
 * @param online whether the cluster sees it
 * @param haState what the HA manager makes of it, as online, maintenance, unknown, fence
 * @param level of its subscription, a letter; empty: none
 * @param load what it uses; zeros while it is offline
 */
public record Node(
        String cluster,
        String name,
        OptionalInt number,
        Optional<String> address,
        boolean online,
        Optional<String> haState,
        String level,
        Load load) {

    /** Its id as PVE writes it: {@code node/pve1}. */
    public String id() {
        return "node/" + name;
    }

    /** The word for its state: online, offline, or maintenance where the HA manager says so. */
    public String status() {
        if (!online) {
            return "offline";
        }
        return haState.filter("maintenance"::equals).orElse("online");
    }
}

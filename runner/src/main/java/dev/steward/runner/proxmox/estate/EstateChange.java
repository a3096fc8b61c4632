package dev.steward.runner.proxmox.estate;

/**
 * Something in a cluster is no longer as it was.
 *
 * @param cluster our name of it
 * @param subject what it is about, as {@code lxc/101} or {@code node/pve1}; empty: the cluster
 * @param kind for whoever waits for some of them only
 * @param text one line for people; it names the subject
 */
public record EstateChange(String cluster, String subject, Kind kind, String text) {

    /** Kinds of changes. */
    public enum Kind {
        /** A guest that was not there. */
        GUEST_ADDED,
        /** A guest that is no longer there. */
        GUEST_REMOVED,
        /** A guest on another node; it is the same guest. */
        GUEST_MOVED,
        /** A property of a guest: status, name, tags, pool, lock, HA state, sizes. */
        GUEST_CHANGED,
        /** A node: added, removed, online, offline, rebooted, maintenance. */
        NODE,
        /** The cluster itself: quorum, its members, its version. */
        CLUSTER
    }

    static EstateChange of(Guest guest, Kind kind, String text) {
        return new EstateChange(guest.cluster(), guest.id(), kind, text);
    }

    static EstateChange of(Node node, String what) {
        return new EstateChange(node.cluster(), node.id(), Kind.NODE, "node " + node.name() + " " + what);
    }

    static EstateChange of(Cluster cluster, String text) {
        return new EstateChange(cluster.name(), "", Kind.CLUSTER, text);
    }
}

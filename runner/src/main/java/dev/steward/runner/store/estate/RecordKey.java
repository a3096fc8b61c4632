package dev.steward.runner.store.estate;

import java.util.Locale;

/**
 * What a record is about. A guest is the same on every node, so the node is no part of it.
 *
 * @param origin who says it
 * @param kind of thing
 * @param cluster our name of its cluster
 * @param subject as {@code lxc/101} or {@code node/pve1}; of a cluster {@code cluster}
 */
public record RecordKey(Origin origin, RecordKind kind, String cluster, String subject) {

    /** Who says it. */
    public enum Origin {
        /** Steward asked the cluster itself. */
        COLLECTED,
        /** An agent told it; shown and kept, and never looked at to decide anything. */
        PUSHED;

        /** In small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Origin of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** The cluster itself. */
    public static RecordKey cluster(Origin origin, String cluster) {
        return new RecordKey(origin, RecordKind.CLUSTER, cluster, "cluster");
    }

    /** A node. */
    public static RecordKey node(Origin origin, String cluster, String node) {
        return new RecordKey(origin, RecordKind.NODE, cluster, "node/" + node);
    }

    /** A guest. */
    public static RecordKey guest(Origin origin, RecordKind kind, String cluster, int vmid) {
        return new RecordKey(origin, kind, cluster, kind.word() + "/" + vmid);
    }
}

package dev.steward.runner.module.roll;

/** What must be so before a node leaves its cluster. */
enum Gate {
    /** The cluster's configuration may be written. */
    QUORUM,
    /** Every node is online. */
    NODES,
    /** The others keep a majority of the votes. */
    VOTES,
    /** Nothing that HA keeps is on its way, in error or fenced. */
    HA,
    /** Ceph is healthy. */
    CEPH,
    /** No node is under maintenance, or out of service by another roll. */
    MAINTENANCE,
    /** No backup, restore or migration is at work. */
    JOBS,
    /** No replication fails, or is behind its schedule. */
    REPLICATION
}

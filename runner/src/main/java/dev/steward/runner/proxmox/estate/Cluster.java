package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveVersion;
import java.util.Optional;

/**
 * A cluster, or a node that stands alone.
 *
 * @param name ours, from the configuration: unique, also where two clusters gave themselves the same name
 * @param ownName what it calls itself; that of the node where there is no cluster
 * @param clustered false: a node that stands alone, which needs no quorum
 * @param quorate whether its configuration may be written
 * @param members how many nodes it should have
 * @param revision of its configuration; 0 without a cluster
 * @param version of the node that answered; empty: not told yet
 */
public record Cluster(
        String name,
        String ownName,
        boolean clustered,
        boolean quorate,
        int members,
        int revision,
        Optional<PveVersion> version) {}

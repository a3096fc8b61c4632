package dev.steward.runner.proxmox.estate;

import java.util.Set;
import java.util.TreeSet;

/**
 * A storage as one node sees it; a shared one is seen by several.
 *
 * @param cluster our name of its cluster
 * @param node who sees it
 * @param name of the storage
 * @param type its plugin, as zfspool, dir, rbd, nfs
 * @param content what it may hold, as images, rootdir, backup
 * @param shared whether all its nodes see the same
 * @param available whether it can be used now
 * @param used bytes
 * @param size bytes
 */
public record Storage(
        String cluster,
        String node,
        String name,
        String type,
        Set<String> content,
        boolean shared,
        boolean available,
        long used,
        long size) {

    public Storage {
        content = java.util.Collections.unmodifiableSet(new TreeSet<>(content));
    }

    /** Its id as PVE writes it: {@code storage/pve1/local}. */
    public String id() {
        return "storage/" + node + "/" + name;
    }
}

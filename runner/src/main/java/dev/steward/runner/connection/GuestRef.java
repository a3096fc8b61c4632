package dev.steward.runner.connection;

import java.util.Optional;

/**
 * The guest that a host of the inventory is. The variables are those of Ansible's Proxmox inventory.
 *
 * @param cluster the configured cluster's name, {@code proxmox_cluster}; empty: the only one
 * @param vmid {@code proxmox_vmid}
 * @param kind lxc or qemu, {@code proxmox_vmtype}; empty: not said
 * @param node where it was seen last, {@code proxmox_node}; it may have moved since
 */
public record GuestRef(Optional<String> cluster, int vmid, Optional<String> kind, Optional<String> node) {

    /** PVE gives ids from 100 on (PVE::JSONSchema, format pve-vmid). */
    public static final int LOWEST = 100;

    /** The highest id PVE takes. */
    public static final int HIGHEST = 999_999_999;
}

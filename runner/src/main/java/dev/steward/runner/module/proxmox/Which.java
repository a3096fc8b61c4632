package dev.steward.runner.module.proxmox;

import java.util.Map;
import java.util.Optional;

/**
 * What a task says of the guests it is about; where it says nothing, it is about the guest that its host is.
 *
 * @param cluster our name of it
 * @param vmid of one guest
 * @param name of one guest, or its id as {@code lxc/101}
 * @param select what many have in common
 */
public record Which(
        Optional<String> cluster, Optional<Integer> vmid, Optional<String> name, Optional<Map<String, Object>> select) {

    /** The guest that the host is. */
    public static final Which HOST = new Which(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}

package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.Vmid;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All of one cluster at one moment. Immutable: a new one replaces it whole.
 *
 * @param cluster itself
 * @param nodes by name
 * @param guests by id, as {@code lxc/101}
 * @param storages by id, as {@code storage/pve1/local}
 * @param pools their names
 * @param ha the HA manager's status
 * @param otherTypes kinds of resources this release of Steward does not know; they are kept as a word, never a failure
 * @param at when it was read
 */
public record View(
        Cluster cluster,
        Map<String, Node> nodes,
        Map<String, Guest> guests,
        Map<String, Storage> storages,
        Set<String> pools,
        List<HaService> ha,
        Set<String> otherTypes,
        Instant at) {

    public View {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        guests = Collections.unmodifiableMap(new LinkedHashMap<>(guests));
        storages = Collections.unmodifiableMap(new LinkedHashMap<>(storages));
        pools = Collections.unmodifiableSet(new TreeSet<>(pools));
        ha = List.copyOf(ha);
        otherTypes = Collections.unmodifiableSet(new TreeSet<>(otherTypes));
    }

    /** A guest by kind and id. */
    public Optional<Guest> guest(GuestKind kind, Vmid vmid) {
        return Optional.ofNullable(guests.get(kind + "/" + vmid));
    }

    /** A guest by id alone: ids are unique in a cluster. */
    public Optional<Guest> guest(Vmid vmid) {
        return guest(GuestKind.LXC, vmid).or(() -> guest(GuestKind.QEMU, vmid));
    }

    /** The guests of a node, by id. */
    public List<Guest> guestsOf(String node) {
        return guests.values().stream().filter(g -> g.node().equals(node)).toList();
    }
}

package dev.steward.runner.inventory.dynamic;

import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Addresses;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A guest or node as far as a host of a file may be it.
 *
 * @param cluster our name of its cluster
 * @param name its own
 * @param id its vmid; empty: a node
 * @param aliases other names of it, in lower case
 */
public record Counterpart(String cluster, String name, Optional<String> id, Set<String> aliases, Addresses addresses) {

    /** A guest of a cluster that was seen. */
    public static Counterpart of(Guest guest, Seen seen) {
        return new Counterpart(
                guest.cluster(),
                guest.name(),
                Optional.of(guest.vmid().toString()),
                seen.aliasesOf(guest),
                seen.of(guest));
    }

    /** A node of a cluster that was seen. */
    public static Counterpart of(Node node, Seen seen) {
        List<Address> known = node.address().stream()
                .map(ip -> new Address(ip, "", Address.Origin.CONFIG))
                .toList();
        return new Counterpart(
                node.cluster(),
                node.name(),
                Optional.empty(),
                seen.aliasesOf(node),
                new Addresses(known, Optional.empty()));
    }

    /** In words, for messages: {@code web-1 (101 in home)}. */
    public String words() {
        return name + id.map(number -> " (" + number + " in " + cluster + ")").orElse(" (node of " + cluster + ")");
    }
}

package dev.steward.runner.inventory.drift;

import dev.steward.runner.inventory.dynamic.Counterpart;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guest or node of a cluster.
 *
 * @param counterpart as a host may be it
 * @param guest empty: a node
 * @param subject as {@code lxc/101} or {@code node/pve1}
 */
record Member(Counterpart counterpart, Optional<Guest> guest, String subject) {

    static List<Member> of(Estate.Seen seen) {
        List<Member> all = new ArrayList<>();
        seen.view().ifPresent(view -> {
            view.nodes()
                    .values()
                    .forEach(node -> all.add(new Member(Counterpart.of(node, seen), Optional.empty(), node.id())));
            view.guests()
                    .values()
                    .forEach(guest -> all.add(new Member(Counterpart.of(guest, seen), Optional.of(guest), guest.id())));
        });
        return all;
    }

    boolean template() {
        return guest.filter(Guest::template).isPresent();
    }

    String words() {
        return guest.map(Guest::words).orElse("node " + counterpart.name()) + " in " + counterpart.cluster();
    }
}

package dev.steward.runner.doctor;

import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.cluster.PhaseEffect;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where upsd runs: when that machine goes down Steward is blind, so it goes as late as can be. */
final class UpsServerCheck {

    private final Estate estate;
    private final Inventory inventory;
    private final List<PhaseEffect> effects;

    UpsServerCheck(Estate estate, Inventory inventory, List<PhaseEffect> effects) {
        this.estate = estate;
        this.inventory = inventory;
        this.effects = effects;
    }

    void look(String ups, String server, List<Finding> findings) {
        String address = server.replaceFirst("^\\[(.*)](:\\d+)?$", "$1");
        String bare = address.chars().filter(c -> c == ':').count() == 1 ? address.replaceFirst(":\\d+$", "") : address;
        String known = inventory
                .host(bare)
                .map(host -> String.valueOf(host.vars().getOrDefault("ansible_host", bare)))
                .orElse(bare);
        Optional<Node> node = estate.nodes().stream()
                .filter(one -> one.name().equalsIgnoreCase(bare)
                        || one.address().filter(known::equals).isPresent())
                .findFirst();
        if (node.isPresent()) {
            on(
                    ups,
                    node.get().cluster(),
                    node.get().name(),
                    "node " + node.get().name(),
                    findings);
            return;
        }
        estate.clusters().values().forEach(seen -> seen.view().stream()
                .flatMap(view -> view.guests().values().stream())
                .filter(guest -> seen.of(guest).has(known) || guest.name().equalsIgnoreCase(bare))
                .findFirst()
                .ifPresent(guest -> in(ups, guest, findings)));
    }

    private void in(String ups, Guest guest, List<Finding> findings) {
        on(ups, guest.cluster(), guest.node(), guest.words(), findings);
    }

    private void on(String ups, String cluster, String node, String where, List<Finding> findings) {
        int last = -1;
        int its = -1;
        for (int i = 0; i < effects.size(); i++) {
            Set<String> nodes = effects.get(i).nodes().getOrDefault(cluster, Set.of());
            last = nodes.isEmpty() ? last : i;
            its = nodes.contains(node) ? i : its;
        }
        String what = "ups " + ups;
        if (its >= 0 && its < last) {
            findings.add(Finding.problem(
                    what,
                    "its upsd runs on " + where + ", which goes down in phase '"
                            + effects.get(its).phase()
                            + "' before other nodes: Steward is blind from then on; move upsd to a machine that goes last,"
                            + " or switch that node off in the last phase"));
        } else {
            findings.add(Finding.note(
                    what,
                    "its upsd runs on " + where
                            + ": when that goes down nobody sees the UPS any more, which is expected"
                            + " then and no alarm"));
        }
    }
}

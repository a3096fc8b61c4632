package dev.steward.runner.app.house;

import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which hosts have power still while another UPS fails: those whose feeds are named and suffice, and guests on such nodes. A host of
 * which nobody says what feeds it takes part in every outage.
 */
public final class Feeding {

    private final Set<String> named;
    private final Inventory inventory;
    private final Supplier<Estate> known;

    /**
     * As configured.
     *
     * @param config says which UPS feeds which hosts
     * @param known the clusters as they were last seen
     */
    public Feeding(PowerConfig config, Inventory inventory, Supplier<Estate> known) {
        this.named = Set.copyOf(config.fed());
        this.inventory = inventory;
        this.known = known;
    }

    /** Whether a host stays on. */
    public boolean stays(Host host, PowerSignal signal) {
        if (signal.starving().isEmpty()) {
            return false;
        }
        return named.contains(host.name())
                ? !signal.starving().get().contains(host.name())
                : node(host).filter(node -> stays(node, signal)).isPresent();
    }

    /** Of these nodes, by cluster, those that lose their power. */
    public Map<String, Set<String>> starving(Map<String, Set<String>> nodes, PowerSignal signal) {
        Map<String, Set<String>> those = new TreeMap<>();
        nodes.forEach((cluster, all) -> {
            Set<String> left = new TreeSet<>(all);
            left.removeIf(node -> stays(node, signal));
            if (!left.isEmpty()) {
                those.put(cluster, left);
            }
        });
        return those;
    }

    /** Whether a node stays on, by its name in its cluster. */
    public boolean stays(String node, PowerSignal signal) {
        Set<String> names = inventory.hostNames().stream()
                .filter(name -> name.equals(node) || isNode(name, node))
                .collect(Collectors.toSet());
        names.add(node);
        return signal.starving().isPresent()
                && names.stream().anyMatch(named::contains)
                && names.stream().noneMatch(signal.starving().get()::contains);
    }

    private boolean isNode(String name, String node) {
        return inventory
                .host(name)
                .filter(host -> node.equals(String.valueOf(host.vars().get("proxmox_node")))
                        && !host.vars().containsKey("proxmox_vmid"))
                .isPresent();
    }

    /* Where it is now: it may have moved since the inventory was read. */
    private Optional<String> node(Host host) {
        Optional<String> vmid =
                Optional.ofNullable(host.vars().get("proxmox_vmid")).map(String::valueOf);
        return vmid.flatMap(id -> known.get().guests().stream()
                        .filter(guest -> id.equals(guest.vmid().toString()))
                        .map(Guest::node)
                        .findFirst())
                .or(() -> Optional.ofNullable(host.vars().get("proxmox_node")).map(String::valueOf));
    }
}

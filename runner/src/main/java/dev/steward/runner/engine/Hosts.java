package dev.steward.runner.engine;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.Play;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.NewHost;
import dev.steward.runner.inventory.Selection;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Rolls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The hosts of a run: its inventory with what {@code addHost} added, within its limit. Thread-safe. */
final class Hosts {

    private final Optional<String> limit;
    private final Set<String> self;
    private final long seed;
    private final Rolls rolls;
    private Inventory inventory;

    Hosts(RunOrder order, Rolls rolls) {
        this.rolls = rolls;
        this.inventory = order.inventory();
        this.limit = order.options().limit();
        this.self = order.self();
        this.seed = order.ticket().hashCode();
    }

    /**
     * A play's hosts in its order, the machine Steward runs on last, and before it the node that carries it: what it does to itself
     * may end it. A node that an earlier roll left out of service is first.
     *
     * @throws dev.steward.runner.inventory.InventoryException where pattern or limit cannot be understood
     */
    List<Host> of(Play play) {
        Selection ordered = selection(play.hosts()).ordered(play.rollout().order(), new Random(seed));
        List<Host> hosts = new ArrayList<>(ordered.hosts());
        // a stable sort: false before true
        hosts.sort(Comparator.comparing(this::rank));
        return hosts;
    }

    private int rank(Host host) {
        if (self.contains(host.name())) {
            return 2;
        }
        Optional<String> node =
                word(host, "proxmox_node").filter(any -> !host.vars().containsKey("proxmox_vmid"));
        Optional<String> cluster = word(host, "proxmox_cluster");
        if (node.isEmpty() || cluster.isEmpty()) {
            return 0;
        }
        if (carried(node.get()) || rolls.carries(cluster.get(), node.get())) {
            return 1;
        }
        return rolls.find(cluster.get(), node.get()).filter(NodeRoll::open).isPresent() ? -1 : 0;
    }

    /** Whether the inventory says that this machine is a guest of a node. */
    private boolean carried(String node) {
        Inventory now = inventory();
        return self.stream()
                .flatMap(name -> now.host(name).stream())
                .filter(host -> host.vars().containsKey("proxmox_vmid"))
                .anyMatch(
                        host -> word(host, "proxmox_node").filter(node::equals).isPresent());
    }

    private static Optional<String> word(Host host, String name) {
        return Optional.ofNullable(host.vars().get(name)).map(String::valueOf);
    }

    /** What stands out in a pattern. */
    List<Problem> warnings(String pattern) {
        return selection(pattern).warnings();
    }

    private Selection selection(String pattern) {
        Inventory now = inventory();
        return limit.map(l -> now.limit(pattern, l)).orElseGet(() -> now.select(pattern));
    }

    /** A host whatever the limit says; one that the inventory does not know has the variables of all hosts. */
    Host delegate(String name) {
        return inventory().host(name).orElseGet(() -> inventory()
                .with(new NewHost(name, List.of(), java.util.Map.of()))
                .host(name)
                .orElseThrow());
    }

    synchronized void add(Outcome.NewHost host) {
        inventory = inventory.with(new NewHost(host.name(), host.groups(), host.vars()));
    }

    private synchronized Inventory inventory() {
        return inventory;
    }
}

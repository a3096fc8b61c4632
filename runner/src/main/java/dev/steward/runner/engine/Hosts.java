package dev.steward.runner.engine;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.Play;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.NewHost;
import dev.steward.runner.inventory.Selection;
import dev.steward.runner.module.Outcome;
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
    private Inventory inventory;

    Hosts(RunOrder order) {
        this.inventory = order.inventory();
        this.limit = order.options().limit();
        this.self = order.self();
        this.seed = order.ticket().hashCode();
    }

    /**
     * A play's hosts in its order, the machine Steward runs on last: what it does to itself may end it.
     *
     * @throws dev.steward.runner.inventory.InventoryException where pattern or limit cannot be understood
     */
    List<Host> of(Play play) {
        Selection ordered = selection(play.hosts()).ordered(play.rollout().order(), new Random(seed));
        List<Host> hosts = new ArrayList<>(ordered.hosts());
        // a stable sort: false before true
        hosts.sort(Comparator.comparing(host -> self.contains(host.name())));
        return hosts;
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

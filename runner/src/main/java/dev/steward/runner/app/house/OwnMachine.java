package dev.steward.runner.app.house;

import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.self.OwnReboot;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.config.power.SelfConfig;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.cluster.HostShell;
import dev.steward.runner.outage.cluster.LastAct;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.self.Machine;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.outage.self.OwnPlaceFinder;
import dev.steward.runner.outage.self.OwnPlaceKeeper;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.task.UpidStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The machine Steward runs on, as power protection needs it: where it is, which host it is, and how it is switched off. */
public final class OwnMachine {

    private final ActingSource clusters;
    private final OwnPlaceKeeper keeper;
    private final Supplier<Inventory> inventory;
    private final Function<Inventory, Connections> ways;

    /**
     * Of this process.
     *
     * @param said what the configuration says of it
     * @param inventory the hosts now; it may throw
     * @param ways to hosts
     */
    public OwnMachine(
            Clusters clusters, SelfConfig said, Supplier<Inventory> inventory, Function<Inventory, Connections> ways) {
        this.clusters = clusters.acting(UpidStore.NONE);
        this.inventory = inventory;
        this.ways = ways;
        this.keeper = new OwnPlaceKeeper(
                new OwnPlaceFinder(this.clusters, Machine.ofThisMachine()),
                new OwnPlaceFinder.Said(said.guest(), said.node(), said.outside()),
                () -> clusters.estates().known());
    }

    /** Where it is now; looked for where that is not known yet. */
    public OwnPlace place() {
        return keeper.now().place();
    }

    /** The names under which hosts are it. */
    public Set<String> among(Collection<Host> hosts) {
        Set<String> names = new TreeSet<>(Self.ofThisMachine().among(hosts));
        OwnPlace own = place();
        hosts.stream().filter(own::is).map(Host::name).forEach(names::add);
        return names;
    }

    /**
     * The last order of an outage: to the node that carries this machine, or to this machine itself.
     *
     * @param order as it was handed over: {@code cluster} and {@code node}, or neither
     * @throws IOException when nobody takes it
     */
    public void last(Map<String, Object> order) throws IOException {
        OwnReboot machine = new OwnReboot();
        if (!order.containsKey("node")) {
            machine.powerOffSoon();
            return;
        }
        String cluster = String.valueOf(order.get("cluster"));
        String node = String.valueOf(order.get("node"));
        OwnPlace own = place();
        OwnPlace there = own.goesWith(cluster, node) ? own : new OwnPlace.InGuest(cluster, 0, node, "its order");
        try {
            new LastAct(clusters, this::shell, machine::powerOffSoon).order(there);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /* The hosts are looked up only where the API did not take the order. */
    private String shell(String cluster, String node, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        try {
            Inventory hosts = inventory.get();
            try (Connections open = ways.apply(hosts)) {
                return new HostShell(() -> hosts, open).run(cluster, node, command, limit);
            }
        } catch (RuntimeException e) {
            return NodeShell.NONE.run(cluster, node, command, limit);
        }
    }
}

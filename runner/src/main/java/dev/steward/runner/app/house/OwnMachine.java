package dev.steward.runner.app.house;

import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.app.self.HandedOver;
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
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine Steward runs on, as power protection needs it: where it is, which host it is, and how it is switched off. */
public final class OwnMachine {

    private static final Logger LOG = LoggerFactory.getLogger(OwnMachine.class);

    /** Clusters that do not answer must not hold an outage up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService asking;
    private final ActingSource clusters;
    private final OwnPlaceKeeper keeper;
    private final Hosts hosts;
    private final Here here;

    /**
     * This machine itself.
     *
     * @param rebooter switches it off
     * @param bootId another after each boot
     */
    public record Here(HandedOver.Rebooter rebooter, Supplier<String> bootId) {

        /** The one this process runs on. */
        public static final Here REAL = new Here(new OwnReboot(), HandedOver::kernelBootId);
    }

    /** Where hosts are known, and how they are reached. */
    public interface Hosts {

        /** The hosts now; it throws where they cannot be had. */
        Inventory now();

        /** Ways to them. */
        Connections ways(Inventory hosts);
    }

    /**
     * Of this process.
     *
     * @param said what the configuration says of it
     * @param time the clock
     */
    public OwnMachine(Clusters clusters, SelfConfig said, Hosts hosts, Here here, Time time) {
        this.clusters = clusters.acting(UpidStore.NONE);
        this.hosts = hosts;
        this.here = here;
        this.asking = Executors.newCachedThreadPool(OwnMachine::thread);
        this.keeper = new OwnPlaceKeeper(
                new OwnPlaceFinder(this.clusters, Machine.ofThisMachine()),
                new OwnPlaceFinder.Said(said.guest(), said.node(), said.outside()),
                () -> clusters.estates().known(),
                () -> asked(clusters),
                time);
    }

    /* A process that was just started has seen no cluster: whether it runs in one of their guests decides what it may switch off. */
    private Estate asked(Clusters all) {
        Estate known = all.estates().known();
        if (known.clusters().values().stream().allMatch(seen -> seen.view().isPresent())) {
            return known;
        }
        try {
            return asking.submit(all::now).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Not every cluster answers, so where Steward itself runs is judged by the others: {}",
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all.estates().known();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "power-place");
        thread.setDaemon(true);
        return thread;
    }

    /** Where it is now; looked for where that is not known yet. */
    public OwnPlace place() {
        try {
            return keeper.now().place();
        } catch (RuntimeException e) {
            LOG.error("Where Steward itself runs could not be found out: {}", e.getMessage());
            return new OwnPlace.Outside("nothing that says otherwise");
        }
    }

    /** Another after each boot. */
    public String bootId() {
        return here.bootId().get();
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
     * @return who took it, in words
     * @throws IOException when nobody takes it
     */
    public String last(Map<String, Object> order) throws IOException {
        LastAct.Local local = here.rebooter()::powerOffSoon;
        if (order.get("node") == null) {
            local.powerOff();
            return "this machine switches itself off";
        }
        String cluster = String.valueOf(order.get("cluster"));
        String node = String.valueOf(order.get("node"));
        OwnPlace own = place();
        OwnPlace there = own.goesWith(cluster, node) ? own : new OwnPlace.InGuest(cluster, 0, node, "its order");
        try {
            return new LastAct(clusters, this::shell, local).order(there);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /* The hosts are looked up only where the API did not take the order. */
    private String shell(String cluster, String node, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        Inventory now;
        try {
            now = hosts.now();
        } catch (RuntimeException e) {
            LOG.warn("The hosts cannot be had, so there is no way to a shell: {}", e.getMessage());
            return NodeShell.NONE.run(cluster, node, command, limit);
        }
        try (Connections open = hosts.ways(now)) {
            return new HostShell(() -> now, open).run(cluster, node, command, limit);
        }
    }
}

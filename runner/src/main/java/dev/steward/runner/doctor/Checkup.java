package dev.steward.runner.doctor;

import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.Subject;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.self.Machine;
import dev.steward.runner.outage.self.OwnPlaceFinder;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks everything that a configuration names whether it answers: clusters, what is followed there, hosts. */
public final class Checkup implements AutoCloseable {

    private final Map<String, ProxmoxConfig> clusters;
    private final BiFunction<String, ProxmoxConfig, PveApi> opening;
    private final Supplier<Follow> following;
    private final Function<Inventory, Connections> ways;
    private final House house;
    private final Runnable closing;

    /** Looks at all clusters now. */
    @FunctionalInterface
    public interface Look {

        /** As far as they answer. */
        Estate now() throws InterruptedException;
    }

    /**
     * The clusters.
     *
     * @param acting the way to each
     * @param look how they are now
     */
    public record House(ActingSource acting, Look look) {}

    /**
     * A check-up.
     *
     * @param clusters their secrets looked up
     * @param opening opens the API of one
     * @param following finds what is followed; opened where a cluster has entries
     * @param ways to the hosts of an inventory
     * @param house the clusters
     * @param closing done at the close
     */
    public Checkup(
            Map<String, ProxmoxConfig> clusters,
            BiFunction<String, ProxmoxConfig, PveApi> opening,
            Supplier<Follow> following,
            Function<Inventory, Connections> ways,
            House house,
            Runnable closing) {
        this.clusters = clusters;
        this.opening = opening;
        this.following = following;
        this.ways = ways;
        this.house = house;
        this.closing = closing;
    }

    /**
     * The clusters, each endpoint by itself, and what is followed on them.
     *
     * @param plans of the schedules: what they call must be allowed
     */
    public List<Finding> clusters(List<Plan> plans) throws InterruptedException {
        Set<String> used = new TreeSet<>();
        plans.forEach(plan -> used.addAll(UsedModules.of(plan)));
        List<Finding> all = new ArrayList<>();
        for (Map.Entry<String, ProxmoxConfig> cluster : clusters.entrySet()) {
            ProxmoxConfig config = cluster.getValue();
            all.addAll(new ClusterCheck(cluster.getKey(), config)
                    .look(endpoint -> opening.apply(cluster.getKey(), config.only(endpoint)), used));
            followed(cluster.getKey(), config, all);
        }
        return all;
    }

    private void followed(String cluster, ProxmoxConfig config, List<Finding> all) throws InterruptedException {
        if (config.follow().isEmpty()) {
            return;
        }
        try (Follow follow = following.get()) {
            for (String entry : config.follow().keySet()) {
                all.add(followed(follow, cluster, entry, config));
            }
        } catch (IllegalArgumentException e) {
            all.add(Finding.problem("follow", e.getMessage()));
        }
    }

    private static Finding followed(Follow follow, String cluster, String entry, ProxmoxConfig config)
            throws InterruptedException {
        String what = "follow " + entry;
        try {
            Subject subject = follow.resolve(cluster, entry, config.follow().get(entry));
            return Finding.good(what, "is " + subject.words());
        } catch (FollowException e) {
            return Finding.problem(what, e.getMessage());
        }
    }

    /** The hosts of an inventory, or those that a limit leaves. */
    public List<Finding> hosts(Inventory inventory, List<String> names) throws InterruptedException {
        try (Connections open = ways.apply(inventory)) {
            return new HostCheck(open)
                    .look(names.stream()
                            .flatMap(name -> inventory.host(name).stream())
                            .filter(Objects::nonNull)
                            .toList());
        }
    }

    /**
     * Whether one guest can be patched.
     *
     * @param word its id, its id as {@code lxc/101}, or the name its host has in the inventory
     */
    public List<Finding> guest(Inventory inventory, String word) throws InterruptedException {
        List<Host> found = inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .filter(host -> is(host, word))
                .toList();
        if (found.size() != 1) {
            return List.of(Finding.problem(
                    "guest " + word,
                    found.isEmpty()
                            ? "no host of the inventory is it; 'steward inventory --graph' shows all"
                            : "several hosts are it, say one by name: "
                                    + String.join(
                                            ", ", found.stream().map(Host::name).toList())));
        }
        try (Connections open = ways.apply(inventory)) {
            return new GuestCheck(open).look(found.get(0));
        }
    }

    private static boolean is(Host host, String word) {
        String vmid = String.valueOf(host.vars().get("proxmox_vmid"));
        return host.name().equals(word)
                || vmid.equals(word)
                || (host.vars().get("proxmox_vmtype") + "/" + vmid).equals(word);
    }

    /**
     * What of the clusters would stand in the way of an outage.
     *
     * @param plan what is done then
     * @param power its section of the configuration
     */
    public List<Finding> house(PowerPlan plan, PowerConfig power, Inventory inventory) throws InterruptedException {
        Estate estate = house.look().now();
        OwnPlaceFinder.Said said = new OwnPlaceFinder.Said(
                power.self().guest(), power.self().node(), power.self().outside());
        OwnPlaceFinder.Found own = new OwnPlaceFinder(house.acting(), Machine.ofThisMachine()).find(said, estate);
        Map<String, String> servers = new LinkedHashMap<>();
        power.ups().forEach((name, ups) -> servers.put(name, ups.host()));
        return new HouseCheck(house.acting(), estate, own, inventory).look(plan, servers);
    }

    @Override
    public void close() {
        closing.run();
    }
}

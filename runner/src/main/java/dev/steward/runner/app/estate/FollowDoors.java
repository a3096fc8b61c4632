package dev.steward.runner.app.estate;

import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.config.follow.FollowConfig;
import dev.steward.runner.connection.BecomeSettings;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.follow.Doors;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.FollowException.Kind;
import dev.steward.runner.follow.Subject;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.NewHost;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The ways into what is followed: what the inventory says of a host, else the address the cluster has of it. Containers are
 * always entered through their node, so that they need neither sshd nor an address.
 */
public final class FollowDoors implements Doors {

    private final Supplier<Inventory> inventories;
    private final Function<Inventory, Connections> ways;
    private final Clusters clusters;

    /**
     * Ways.
     *
     * @param inventories loads the inventory anew
     * @param ways connections to the hosts of an inventory
     */
    public FollowDoors(Supplier<Inventory> inventories, Function<Inventory, Connections> ways, Clusters clusters) {
        this.inventories = inventories;
        this.ways = ways;
        this.clusters = clusters;
    }

    /** What stands below {@code follow}, by cluster and name. */
    public static Map<String, Map<String, FollowConfig>> entries(Map<String, ProxmoxConfig> clusters) {
        Map<String, Map<String, FollowConfig>> all = new LinkedHashMap<>();
        clusters.forEach((name, cluster) -> all.put(name, cluster.follow()));
        return all;
    }

    @Override
    public Door to(Subject subject, boolean live) throws FollowException, ConnectionException, InterruptedException {
        Inventory inventory = withNode(inventory(), subject);
        Host host = host(inventory, subject, live);
        Connections all = ways.apply(inventory);
        try {
            Connection way = all.to(host);
            return new Door(way, as(host, subject), all);
        } catch (ConnectionException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private Inventory inventory() throws FollowException {
        try {
            return inventories.get();
        } catch (InventoryException e) {
            throw new FollowException(
                    Kind.BAD, e.problems().stream().map(Object::toString).toList());
        }
    }

    /** A node that the inventory does not name is reached by the address its cluster has of it. */
    private Inventory withNode(Inventory inventory, Subject subject) {
        if (node(inventory, subject).isPresent()) {
            return inventory;
        }
        Optional<String> address = view(subject)
                .flatMap(view -> Optional.ofNullable(view.nodes().get(subject.node())))
                .flatMap(dev.steward.runner.proxmox.estate.Node::address);
        return inventory.with(
                new NewHost(subject.node(), List.of(), Map.of("ansible_host", address.orElse(subject.node()))));
    }

    /* Where two clusters have nodes of one name the inventory calls them CLUSTER-NAME. */
    private static Optional<Host> node(Inventory inventory, Subject subject) {
        return inventory.host(subject.cluster() + "-" + subject.node()).or(() -> inventory.host(subject.node()));
    }

    private Host host(Inventory inventory, Subject subject, boolean live) throws InterruptedException {
        if (subject instanceof Subject.OfNode) {
            return node(inventory, subject).orElseThrow();
        }
        Guest guest = ((Subject.OfGuest) subject).guest();
        if (((Subject.OfGuest) subject).container()) {
            return new Host(
                    guest.name(),
                    List.of(),
                    Map.of(
                            "ansible_connection", "pct",
                            "proxmox_cluster", guest.cluster(),
                            "proxmox_vmid", guest.vmid().value(),
                            "proxmox_vmtype", "lxc",
                            "proxmox_node", guest.node()));
        }
        Optional<Host> known = inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .filter(host -> is(host, guest))
                .findFirst()
                .or(() -> inventory.host(guest.name()));
        return machine(known.isPresent() ? known.get() : byAddress(guest), guest, live);
    }

    /* By SSH, else by its agent; that tells what was said when it is over, so live there is SSH alone. */
    private static Host machine(Host host, Guest guest, boolean live) {
        Map<String, Object> vars = new HashMap<>(host.vars());
        vars.put("proxmox_cluster", guest.cluster());
        vars.put("proxmox_vmid", guest.vmid().value());
        vars.put("proxmox_vmtype", "qemu");
        vars.put("proxmox_node", guest.node());
        if (live) {
            vars.put("steward_ways", "ssh");
        }
        return new Host(host.name(), host.groups(), vars);
    }

    private static boolean is(Host host, Guest guest) {
        return guest.vmid().toString().equals(String.valueOf(host.vars().get("proxmox_vmid")))
                && guest.cluster().equals(host.vars().getOrDefault("proxmox_cluster", guest.cluster()));
    }

    private Host byAddress(Guest guest) throws InterruptedException {
        Seen seen = clusters.now().clusters().get(guest.cluster());
        Map<String, Object> vars = new HashMap<>();
        seen.of(guest).best().ifPresent(address -> vars.put("ansible_host", address));
        return new Host(guest.name(), List.of(), vars);
    }

    private Optional<View> view(Subject subject) {
        return Optional.ofNullable(clusters.estates().known().clusters().get(subject.cluster()))
                .flatMap(Seen::view);
    }

    /* In a container pct is root already; elsewhere as the inventory says. */
    private static RunAs as(Host host, Subject subject) throws ConnectionException {
        BecomeSettings become = BecomeSettings.of(host);
        boolean through = subject instanceof Subject.OfGuest guest && guest.container();
        return through || !become.wanted().orElse(false)
                ? RunAs.LOGIN
                : new RunAs(Optional.of(become.user().orElse("root")), become.password(), become.sudo());
    }
}

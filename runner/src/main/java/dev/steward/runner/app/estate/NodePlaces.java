package dev.steward.runner.app.estate;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.LoginDefaults;
import dev.steward.runner.connection.pct.GuestPlaces;
import dev.steward.runner.connection.shell.Wire;
import dev.steward.runner.connection.ssh.Ssh;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.HashMap;
import java.util.Map;

/**
 * Where guests are, for one run: a guest's node by what the cluster says, or by {@code proxmox_node} where no cluster is
 * configured; the way to a node by what the inventory says of the host of that name. One session a node.
 */
public final class NodePlaces implements GuestPlaces, AutoCloseable {

    private final Inventory inventory;
    private final GuestFinder finder;
    private final Ssh ssh;
    private final LoginDefaults defaults;
    private final Map<String, Ssh.Shared> sessions = new HashMap<>();

    /**
     * Places of one run.
     *
     * @param inventory of the run
     * @param finder where guests are looked up
     * @param ssh the ways to nodes
     * @param defaults where the inventory says nothing of a node
     */
    public NodePlaces(Inventory inventory, GuestFinder finder, Ssh ssh, LoginDefaults defaults) {
        this.inventory = inventory;
        this.finder = finder;
        this.ssh = ssh;
        this.defaults = defaults;
    }

    @Override
    public Place of(GuestRef guest) throws ConnectionException {
        String node = finder.known(guest).map(Guest::node).or(guest::node).orElseThrow(() -> nowhere(guest));
        return new Place(node, way(guest, node));
    }

    private static ConnectionException nowhere(GuestRef guest) {
        return new ConnectionException(
                Kind.CONFIGURATION,
                "pct " + guest.vmid() + ": nobody knows its node; set proxmox_node, or configure its cluster in"
                        + " steward.yml",
                null);
    }

    private synchronized Wire.Source way(GuestRef guest, String node) throws ConnectionException {
        String key = guest.cluster().orElse("") + "/" + node;
        if (!sessions.containsKey(key)) {
            sessions.put(key, ssh.shared(ConnectionSettings.of(host(guest, node), defaults)));
        }
        return sessions.get(key).way();
    }

    /* Where two clusters have nodes of one name the inventory calls them CLUSTER-NAME. */
    private Host host(GuestRef guest, String node) throws ConnectionException {
        return guest.cluster()
                .flatMap(cluster -> inventory.host(cluster + "-" + node))
                .or(() -> inventory.host(node))
                .orElseThrow(() -> new ConnectionException(
                        Kind.CONFIGURATION,
                        "pct " + guest.vmid() + ": its node " + node + " is no host of the inventory; add it, with"
                                + " ansible_host and ansible_user",
                        null));
    }

    @Override
    public boolean moved(GuestRef guest) {
        return finder.refresh(guest);
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(Ssh.Shared::close);
        sessions.clear();
    }
}

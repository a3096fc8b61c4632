package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.guest.Ha;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.time.Duration;
import java.time.Instant;

/** Nodes going down and coming up. */
public final class NodePower {

    private static final Duration MOMENT = Duration.ofSeconds(3);

    private NodePower() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("POST /nodes/{node}/status", NodePower::command)
                .on("POST /nodes/{node}/wakeonlan", NodePower::wake);
    }

    /** A node loses its power, and what runs on it. */
    public static void lost(PveCluster cluster, PveNode node) {
        cluster.tasks().lost(node.name(), cluster.now());
        cluster.guestsOn(node.name()).stream().filter(Guest::running).forEach(guest -> {
            guest.off();
            guest.holder("");
        });
        node.down();
        cluster.ha().forget(node.name());
        new Ha(cluster).lost(node);
    }

    /** A node comes up and starts its onboot guests, as startall does. */
    public static void boot(PveCluster cluster, PveNode node) {
        if (!node.up()) {
            node.boot(cluster.now());
            cluster.votes().expect(0);
            startAll(cluster, node, node.booted());
            new Ha(cluster).back(node);
        }
    }

    /* PVE/API2/Nodes.pm: startall waits for quorum, for however long. */
    private static void startAll(PveCluster cluster, PveNode node, Instant boot) {
        if (!node.up() || !node.booted().equals(boot)) {
            return;
        }
        if (cluster.quorate(node)) {
            Bulk.startAll(cluster, node, Caller.SYSTEM, false, any -> true).start();
            new Ha(cluster).back(node);
        } else {
            cluster.agenda().after(Duration.ofSeconds(1), () -> startAll(cluster, node, boot));
        }
    }

    private static Object command(Call call) {
        PveCluster cluster = call.cluster();
        PveNode node = call.node();
        boolean again = call.text("command").equals("reboot");
        cluster.agenda().after(MOMENT, () -> {
            if (!node.up()) {
                return;
            }
            Bulk.stopAll(cluster, node, Caller.SYSTEM, Duration.ofSeconds(180), true, any -> true)
                    .atEnd(task -> cluster.agenda().after(MOMENT, () -> off(cluster, node, again)))
                    .start();
        });
        return null;
    }

    private static void off(PveCluster cluster, PveNode node, boolean again) {
        lost(cluster, node);
        if (again) {
            cluster.agenda().after(cluster.pace().boot(), () -> boot(cluster, node));
        }
    }

    /** The node asked sends the packet, so the one that sleeps is in the path alone. */
    private static Object wake(Call call) {
        PveCluster cluster = call.cluster();
        PveNode sleeper = cluster.node(call.text("node"));
        if (sleeper == null) {
            throw Refusal.failed("no such cluster node '" + call.text("node") + "'");
        }
        if (sleeper == call.node()) {
            throw Refusal.failed("'" + sleeper.name() + "' is local node, cannot wake my self!");
        }
        String mac = sleeper.config().getOrDefault("wakeonlan", "");
        if (mac.isEmpty()) {
            throw Refusal.failed("No wake on LAN MAC address defined for '" + sleeper.name() + "'!");
        }
        cluster.agenda().after(cluster.pace().boot(), () -> boot(cluster, sleeper));
        return mac;
    }
}

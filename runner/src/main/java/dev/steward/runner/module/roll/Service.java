package dev.steward.runner.module.roll;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Result;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.cluster.CephFlags;
import dev.steward.runner.proxmox.act.cluster.HaWatch;
import dev.steward.runner.proxmox.act.cluster.Maintenance;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Takes a node out of service and back: Ceph's noout and HA's maintenance mode. What is about to be ours is kept first. */
final class Service {

    private static final String NOOUT = "noout";
    private static final PvePath FLAGS = PvePath.of("cluster", "ceph", "flags");

    private final RollNode node;
    private final Duration limit;

    Service(RollNode node, Duration limit) {
        this.node = node;
        this.limit = limit;
    }

    /** A node that somebody else took into maintenance is not ours to work on. */
    void refuseForeign(NodeRoll roll) throws PveException, ActException, InterruptedException {
        Node now = node.view().nodes().get(node.name());
        if (now != null && now.status().equals("maintenance") && !roll.ours().maintenance()) {
            throw new ActException("node " + node.name() + " is under maintenance already, and not by a roll of ours:"
                    + " somebody works on it; when they are done, 'ha-manager crm-command node-maintenance disable "
                    + node.name() + "' ends it");
        }
    }

    /** Sets noout, where there is Ceph and nobody set it before. */
    NodeRoll quiet(NodeRoll roll) throws PveException, ActException, InterruptedException {
        if (Soundness.ceph(node.acting()).isEmpty()) {
            return roll;
        }
        if (roll.ours().noout()) {
            // whoever kept that may have died before it was done
            new CephFlags(node.acting(), limit).change(List.of(NOOUT), List.of(), false);
            return roll;
        }
        boolean set = flag();
        boolean byAnother = node.target().rolls().of(node.acting().cluster()).stream()
                .anyMatch(other -> other.open() && other.ours().noout());
        if (set && !byAnother) {
            node.target().log("Ceph's noout was set before, and stays so");
            return roll;
        }
        NodeRoll kept = node.keep(roll.quiet(true));
        node.target()
                .log(new CephFlags(node.acting(), limit)
                        .change(List.of(NOOUT), List.of(), false)
                        .message());
        return kept;
    }

    private boolean flag() throws PveException, InterruptedException {
        return node.acting().api().get(FLAGS, Map.of()).list().stream()
                .anyMatch(flag -> flag.text("name", "").equals(NOOUT) && flag.flag("value"));
    }

    /** Takes back noout, where it is ours. */
    NodeRoll loud(NodeRoll roll) throws PveException, ActException, InterruptedException {
        if (!roll.ours().noout()) {
            return roll;
        }
        node.target()
                .log(new CephFlags(node.acting(), limit)
                        .change(List.of(), List.of(NOOUT), false)
                        .message());
        return node.keep(roll.quiet(false));
    }

    /** Takes it into maintenance, where HA keeps anything at all. */
    NodeRoll maintain(NodeRoll roll) throws PveException, ActException, ConnectionException, InterruptedException {
        List<HaWatch.Service> services = new HaWatch(node.acting(), limit).services();
        if (services.isEmpty()) {
            return roll;
        }
        NodeRoll kept = roll.ours().maintenance() ? roll : node.keep(roll.maintained(true));
        boolean own = kept.homes().values().stream()
                .anyMatch(home -> home.guest().own() && home.way() == dev.steward.runner.roll.Way.HA);
        if (own) {
            // HA restarts the container this process runs in: the next process goes on
            node.target()
                    .rolls()
                    .expect(node.target().ticket(), node.target().host().name());
        }
        node.target().log(set(true));
        if (own) {
            node.target().rolls().expectNothing();
        }
        return kept;
    }

    /** Takes it out of maintenance, where that is ours. */
    NodeRoll release(NodeRoll roll) throws PveException, ActException, ConnectionException, InterruptedException {
        if (!roll.ours().maintenance()) {
            return roll;
        }
        node.target().log(set(false));
        return node.keep(roll.maintained(false));
    }

    private String set(boolean on) throws PveException, ActException, ConnectionException, InterruptedException {
        Maintenance.Order<ConnectionException> order = () -> order(on);
        return new Maintenance(node.acting(), limit)
                .set(node.name(), on, order, false)
                .message();
    }

    private void order(boolean on) throws ConnectionException, ActException, InterruptedException {
        String[] words = {
            "/usr/sbin/ha-manager", "crm-command", "node-maintenance", on ? "enable" : "disable", node.name()
        };
        Result result = node.target().run(Command.argv(words));
        if (!result.good()) {
            throw new ActException(
                    "'" + String.join(" ", words) + "' failed: " + result.err().strip());
        }
    }
}

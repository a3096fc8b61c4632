package dev.steward.runner.module.roll;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.gate.GateKeeper;
import dev.steward.runner.proxmox.act.gate.Gates;
import dev.steward.runner.proxmox.act.gate.Gates.CephHealth;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the gates of a roll once. */
final class GateLook {

    private static final List<String> JOBS =
            List.of("vzdump", "qmigrate", "vzmigrate", "hamigrate", "migrateall", "qmrestore", "vzrestore", "stopall");

    private final RollNode node;
    private final List<String> ignoreCeph;

    GateLook(RollNode node, List<String> ignoreCeph) {
        this.node = node;
        this.ignoreCeph = ignoreCeph;
    }

    /**
     * A gate that is shut.
     *
     * @param words why
     */
    record Shut(Gate gate, String words) {}

    List<Shut> now() throws PveException, ActException, InterruptedException {
        List<Shut> shut = new ArrayList<>();
        View view = node.view();
        List<NodeRoll> rolls = node.target().rolls().of(node.acting().cluster());
        Optional<NodeRoll> own = node.roll().filter(NodeRoll::open);
        boolean away =
                own.filter(roll -> roll.stage() == NodeRoll.Stage.REBOOTING).isPresent();
        if (away) {
            // it may be on its way up: that it comes back is looked at where it is waited for
            return shut;
        }
        look(shut, Gate.QUORUM, new Gates(true, List.of(), List.of(), false, Optional.empty(), List.of()));
        look(shut, Gate.NODES, new Gates(false, List.of(Gates.ALL), List.of(), false, Optional.empty(), List.of()));
        look(shut, Gate.VOTES, new Gates(false, List.of(), List.of(node.name()), false, Optional.empty(), List.of()));
        look(shut, Gate.HA, new Gates(false, List.of(), List.of(), true, Optional.empty(), List.of()));
        if (Soundness.ceph(node.acting()).isPresent()) {
            CephHealth health = new CephHealth(ignored(rolls));
            look(shut, Gate.CEPH, new Gates(false, List.of(), List.of(), false, Optional.of(health), List.of()));
        }
        maintenance(shut, view, rolls);
        look(shut, Gate.JOBS, new Gates(false, List.of(), List.of(), false, Optional.empty(), JOBS));
        for (Node each : view.nodes().values()) {
            if (each.online()) {
                Soundness.replicationOnTime(node.acting(), each.name())
                        .forEach(words -> shut.add(new Shut(Gate.REPLICATION, words)));
            }
        }
        return shut;
    }

    /** The noout that a roll of ours set is no reason to stop a roll of ours. */
    private List<String> ignored(List<NodeRoll> rolls) {
        List<String> ignored = new ArrayList<>(ignoreCeph);
        if (rolls.stream().anyMatch(roll -> roll.open() && roll.ours().noout())) {
            ignored.add("noout");
        }
        return ignored;
    }

    private void maintenance(List<Shut> shut, View view, List<NodeRoll> rolls) {
        for (NodeRoll roll : rolls) {
            if (roll.open() && !roll.node().equals(node.name())) {
                shut.add(new Shut(
                        Gate.MAINTENANCE,
                        "the roll of " + roll.node() + " that began "
                                + roll.began().at() + " is not at its end; run the playbook with --limit " + roll.node()
                                + " first"));
            }
        }
        for (Node each : view.nodes().values()) {
            boolean ours = rolls.stream()
                    .anyMatch(roll -> roll.node().equals(each.name())
                            && roll.open()
                            && roll.ours().maintenance());
            if (each.status().equals("maintenance") && !ours) {
                shut.add(new Shut(
                        Gate.MAINTENANCE, "node " + each.name() + " is under maintenance, and not by a roll of ours"));
            }
        }
    }

    private void look(List<Shut> shut, Gate gate, Gates gates) throws PveException, ActException, InterruptedException {
        new GateKeeper(node.acting(), gates)
                .await(Duration.ZERO, words -> {})
                .forEach(words -> shut.add(new Shut(gate, words)));
    }
}

package dev.steward.runner.app.roll;

import dev.steward.runner.module.roll.Residents;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.gate.Votes;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.roll.BlastRadius;
import dev.steward.runner.roll.EvacuationPreview;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What people ask about rolling updates: what would become of guests, how far a roll reaches, and what is out of service. */
public final class RollDesk {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ActingSource clusters;
    private final KeptRolls rolls;
    private final KeptRolls.OwnPart own;

    /** Over the clusters. */
    public RollDesk(ActingSource clusters, KeptRolls rolls, KeptRolls.OwnPart own) {
        this.clusters = clusters;
        this.rolls = rolls;
        this.own = own;
    }

    /** Nodes of a cluster that a roll has in its hands. */
    public List<NodeRoll> open(String cluster) {
        return rolls.of(cluster).stream().filter(NodeRoll::open).toList();
    }

    /** Nodes of all clusters that a roll has in its hands. */
    public List<NodeRoll> open() {
        return rolls.open(List.copyOf(clusters.names()));
    }

    /**
     * Forgets a roll that a person has taken over; nothing on the cluster is changed.
     *
     * @param who and why, kept with it
     * @return it as it was
     */
    public NodeRoll abandon(NodeRoll roll, String who) {
        List<String> words = new ArrayList<>(roll.notes().overrides());
        words.add("abandoned by " + who);
        NodeRoll.Notes notes =
                new NodeRoll.Notes(roll.notes().bootReasons(), roll.notes().wellBefore(), words);
        rolls.by(who).keep(roll.noted(notes).at(NodeRoll.Stage.DONE));
        return roll;
    }

    /**
     * What would become of the guests of a node, read now.
     *
     * @param cluster as it is called in steward.yml
     * @throws ActException when there is no such cluster or node
     * @throws PveException when the cluster does not answer
     */
    public EvacuationPreview preview(String cluster, String node, Policy policy)
            throws PveException, ActException, InterruptedException {
        Acting acting = acting(cluster);
        return preview(acting, node, policy);
    }

    private EvacuationPreview preview(Acting acting, String node, Policy policy)
            throws PveException, ActException, InterruptedException {
        return new Residents(
                        acting,
                        guest -> own.is(acting.cluster(), guest.vmid().value(), guest.node()),
                        rolls.of(acting.cluster()))
                .preview(node, policy);
    }

    /**
     * How far a roll over some nodes reaches.
     *
     * @param nodes of the cluster; none: all of them
     */
    public BlastRadius radius(String cluster, List<String> nodes, Policy policy)
            throws PveException, ActException, InterruptedException {
        Acting acting = acting(cluster);
        View view = acting.clearView();
        List<String> names = nodes.isEmpty() ? List.copyOf(view.nodes().keySet()) : nodes;
        List<EvacuationPreview> previews = new ArrayList<>();
        Votes fewest = null;
        for (String node : names) {
            previews.add(preview(acting, node, policy));
            if (view.cluster().clustered()) {
                Votes votes = Votes.of(acting, view, List.of(node));
                fewest = fewest == null || votes.alive() < fewest.alive() ? votes : fewest;
            }
        }
        return fewest == null
                ? new BlastRadius(names, previews, 0, 0)
                : new BlastRadius(names, previews, fewest.alive(), fewest.all());
    }

    private Acting acting(String cluster) throws ActException {
        if (!clusters.names().contains(cluster)) {
            throw new ActException("no Proxmox cluster '" + cluster + "' is configured; there are "
                    + String.join(", ", clusters.names()));
        }
        return new Acting(clusters.of(cluster), UpidWatcher.NONE).within(LIMIT);
    }
}

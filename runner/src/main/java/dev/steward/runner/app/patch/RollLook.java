package dev.steward.runner.app.patch;

import dev.steward.runner.roll.BlastRadius;
import dev.steward.runner.roll.NodeRoll;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people may ask about rolling updates of hosts; asked of the clusters now. */
public interface RollLook {

    /** There are no clusters. */
    RollLook NONE = new RollLook() {

        @Override
        public Map<String, List<String>> clusters() {
            return Map.of();
        }

        @Override
        public List<NodeRoll> open() {
            return List.of();
        }

        @Override
        public BlastRadius radius(String cluster, List<String> nodes) throws PatchRefused {
            throw new PatchRefused(PatchRefused.Kind.UNKNOWN, "No Proxmox cluster is configured.");
        }

        @Override
        public NodeRoll abandon(String cluster, String node, String reason, String by) throws PatchRefused {
            throw new PatchRefused(PatchRefused.Kind.UNKNOWN, "No Proxmox cluster is configured.");
        }
    };

    /** The clusters by name with their nodes, as far as they are known. */
    Map<String, List<String>> clusters();

    /** Nodes that a roll has in its hands. */
    List<NodeRoll> open();

    /**
     * How far a roll over some nodes would reach, and what would become of each guest.
     *
     * @param nodes none: all of the cluster
     * @throws PatchRefused where there is no such cluster or node, or it does not answer
     */
    BlastRadius radius(String cluster, List<String> nodes) throws PatchRefused;

    /**
     * Forgets the roll of a node, because a person has taken it over; nothing on the cluster is changed.
     *
     * @return it as it was: what state it leaves the node in is for that person
     * @throws PatchRefused where there is none, a run is at work on it, or no reason is given
     */
    NodeRoll abandon(String cluster, String node, String reason, String by) throws PatchRefused;

    /** What state a roll has left its node in, and what ends that by hand; empty: nothing is left. */
    static Optional<String> byHand(NodeRoll roll) {
        return roll.left()
                .map(words -> words
                        + (roll.ours().maintenance()
                                ? "; 'ha-manager crm-command node-maintenance disable " + roll.node() + "' ends that"
                                : "")
                        + (roll.ours().noout() ? "; 'ceph osd unset noout' ends Ceph's noout" : ""));
    }
}

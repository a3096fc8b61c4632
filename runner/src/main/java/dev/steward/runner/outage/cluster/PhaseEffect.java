package dev.steward.runner.outage.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a phase of a power plan does to clusters, as they are now.
 *
 * @param phase its name
 * @param clusters of which it stops guests or nodes
 * @param nodes that it switches off, by cluster
 * @param ownNode whether the node goes that carries Steward itself
 * @param breaks clusters that lose their quorum by it though nodes of them stay on
 * @param consented whether the plan says of these that the survivors may go on alone
 * @param notes what an operator should know, one sentence each
 */
public record PhaseEffect(
        String phase,
        Set<String> clusters,
        Map<String, Set<String>> nodes,
        boolean ownNode,
        Set<String> breaks,
        boolean consented,
        List<String> notes) {

    public PhaseEffect {
        clusters = new TreeSet<>(clusters);
        nodes = new TreeMap<>(nodes);
        breaks = new TreeSet<>(breaks);
        notes = List.copyOf(notes);
    }

    /** Whether it cannot be undone as a matter of course: Steward goes with it, or quorum is lost and nobody allowed that. */
    public boolean irreversible() {
        return ownNode || !breaks.isEmpty() && !consented;
    }
}

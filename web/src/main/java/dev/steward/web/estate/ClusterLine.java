package dev.steward.web.estate;

import dev.steward.web.format.When;
import java.util.List;
import java.util.Optional;

/**
 * A cluster with its nodes.
 *
 * @param name ours
 * @param ownName what it calls itself; empty: the same, or not known
 * @param href its page
 * @param problem why it does not answer, with the next step; empty: it does
 * @param seen when its view was read; empty: never
 * @param version of the node that answered; may be empty
 * @param quorum its state and the words for it
 * @param counts nodes online, guests running, in words
 * @param sums over its guests: processors, memory, disk
 * @param nodes by name
 * @param full storages that have little left
 */
public record ClusterLine(
        String name,
        String ownName,
        String href,
        Optional<String> problem,
        Optional<When> seen,
        String version,
        State quorum,
        List<Meter> counts,
        List<Meter> sums,
        List<NodeLine> nodes,
        List<StorageLine> full) {

    /** A state: the word that has a sign, and how it is told. */
    public record State(String word, String text) {}
}

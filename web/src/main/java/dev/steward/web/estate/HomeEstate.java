package dev.steward.web.estate;

import java.util.List;
import java.util.stream.Stream;

/**
 * The estate in short, for the page Home.
 *
 * @param clusters with their nodes; none: none is configured
 * @param changes of late
 */
public record HomeEstate(List<ClusterLine> clusters, List<Lately.Line> changes) {

    private static final int CHANGES = 5;

    /** The estate in short. */
    public static HomeEstate of(EstateKit kit) {
        return new HomeEstate(
                kit.known().clusters().values().stream()
                        .map(kit.lines()::cluster)
                        .toList(),
                kit.lately().last(CHANGES));
    }

    /** What is not all right with the clusters, in words; none: it is, or nothing is known against it. */
    public List<String> troubles() {
        return clusters.stream().flatMap(HomeEstate::troubles).toList();
    }

    private static Stream<String> troubles(ClusterLine cluster) {
        if (cluster.problem().isPresent()) {
            return Stream.of("cluster " + cluster.name() + " does not answer");
        }
        Stream<String> quorum = cluster.quorum().word().equals("failed")
                ? Stream.of("cluster " + cluster.name() + " has no quorum")
                : Stream.empty();
        Stream<String> nodes = cluster.nodes().stream()
                .filter(node -> node.status().equals("offline"))
                .map(node -> "node " + node.name() + " is offline");
        Stream<String> storages = cluster.full().stream()
                .map(storage -> "storage " + storage.name() + " (" + storage.where() + ") "
                        + (storage.available() ? "is " + storage.use().title() + " full" : "cannot be used"));
        return Stream.of(quorum, nodes, storages).flatMap(all -> all);
    }
}

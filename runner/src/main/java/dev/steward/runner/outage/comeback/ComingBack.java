package dev.steward.runner.outage.comeback;

import dev.steward.runner.outage.aswas.AsWas;
import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.cluster.Told;
import dev.steward.runner.outage.comeback.Comeback.ClusterBack;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.UpidWatcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings back what an outage stopped or took the power of, and only that, when power is there again: quorum first, then nodes, votes, storages, HA, Ceph,
 * and then guests in their startup order. May be repeated; what is back already is left alone.
 */
public final class ComingBack {

    private static final int PLACES = 8;

    private final ActingSource clusters;
    private final NodeShell shell;
    private final Limits limits;
    private final Told told;

    /**
     * How long is waited, and how often tried.
     *
     * @param quorum until a cluster answers and has quorum
     * @param nodes until its nodes are members again
     * @param storage until storages can be used again
     * @param ha until HA is armed
     * @param ceph until Ceph is healthy
     * @param guests until PVE and HA have started theirs
     * @param tries of each guest's start
     * @param pause between two tries
     * @param workers how many guests at a time
     */
    public record Limits(
            Duration quorum,
            Duration nodes,
            Duration storage,
            Duration ha,
            Duration ceph,
            Duration guests,
            int tries,
            Duration pause,
            int workers) {

        /** Where nobody says otherwise. */
        public static final Limits USUAL = new Limits(
                Duration.ofMinutes(15),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                3,
                Duration.ofSeconds(5),
                4);

        /** With other tries. */
        public Limits trying(int often, Duration apart) {
            return new Limits(quorum, nodes, storage, ha, ceph, guests, often, apart, workers);
        }
    }

    /**
     * To the configured clusters.
     *
     * @param shell the way to nodes, for what the API cannot do
     * @param told hears what is waited for and done
     */
    public ComingBack(ActingSource clusters, NodeShell shell, Limits limits, Told told) {
        this.clusters = clusters;
        this.shell = shell;
        this.limits = limits;
        this.told = told;
    }

    /**
     * Brings it back, cluster by cluster side by side.
     *
     * @param was how it was
     * @param ours what the outage did
     */
    public Comeback bring(AsWas was, Ours ours) throws InterruptedException {
        List<ClusterWas> those = was.clusters().values().stream()
                .filter(one -> clusters.names().contains(one.name()))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        if (those.isEmpty()) {
            return new Comeback(List.of());
        }
        return new Comeback(Crew.each(those, PLACES, one -> one(was, one, ours)).stream()
                .flatMap(Optional::stream)
                .toList());
    }

    /* A cluster that this outage did nothing to may have lost its power all the same. */
    private Optional<ClusterBack> one(AsWas was, ClusterWas cluster, Ours ours) throws InterruptedException {
        Acting acting = new Acting(clusters.of(cluster.name()), UpidWatcher.NONE);
        ByOutage by = new ByOutage(was.at(), cluster, ours, acting.time());
        if (ours.none(cluster.name()) && by.noneFell(acting)) {
            return Optional.empty();
        }
        return Optional.of(new OneBack(acting, shell, limits, told).bring(cluster, by));
    }
}

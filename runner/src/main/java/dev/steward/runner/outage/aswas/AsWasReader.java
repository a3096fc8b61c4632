package dev.steward.runner.outage.aswas;

import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notes how the clusters are before anything is stopped. A cluster that does not answer in time is noted as it was last seen, with
 * the age of that: nothing here may hold up what has to be done while the battery empties.
 */
public final class AsWasReader {

    private static final int PLACES = 8;

    private final ActingSource clusters;
    private final Supplier<Estate> known;
    private final Time time;

    /**
     * Of the configured clusters.
     *
     * @param known how they were last seen; asks nobody
     */
    public AsWasReader(ActingSource clusters, Supplier<Estate> known, Time time) {
        this.clusters = clusters;
        this.known = known;
        this.time = time;
    }

    /**
     * Notes all clusters, side by side.
     *
     * @param limit for all of it
     */
    public AsWas take(Duration limit) throws InterruptedException {
        Map<String, ClusterWas> all = new LinkedHashMap<>();
        for (ClusterWas one : Crew.each(clusters.names(), PLACES, name -> one(name, limit))) {
            all.put(one.name(), one);
        }
        return new AsWas(time.now(), all);
    }

    private ClusterWas one(String name, Duration limit) throws InterruptedException {
        OneCluster reader = new OneCluster(name);
        try {
            Optional<String> problem = reader.read(clusters.of(name), limit);
            return problem.isEmpty() || reader.seen() ? reader.done(Duration.ZERO, problem) : lastSeen(name, problem);
        } catch (IllegalArgumentException e) {
            return lastSeen(name, Optional.of(e.getMessage()));
        }
    }

    private ClusterWas lastSeen(String name, Optional<String> problem) {
        Estate.Seen seen = known.get().clusters().get(name);
        Optional<View> view = seen == null ? Optional.empty() : seen.view();
        if (view.isEmpty()) {
            return new ClusterWas(
                    name,
                    Duration.ZERO,
                    problem,
                    Map.of(),
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty());
        }
        OneCluster reader = new OneCluster(name);
        reader.take(view.get());
        return reader.done(seen.age(), problem);
    }
}

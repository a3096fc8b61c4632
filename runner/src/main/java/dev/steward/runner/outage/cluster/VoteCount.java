package dev.steward.runner.outage.cluster;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.gate.Votes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Counts the votes of clusters as they are now; what does not answer is not known. */
public final class VoteCount implements PlanEffects.Quorum {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ActingSource clusters;

    /** Of the configured clusters. */
    public VoteCount(ActingSource clusters) {
        this.clusters = clusters;
    }

    @Override
    public Optional<Boolean> holds(String cluster, Set<String> without) {
        try {
            Acting acting = new Acting(clusters.of(cluster), UpidWatcher.NONE).within(LIMIT);
            return Optional.of(Votes.of(acting, acting.view(), without).quorate());
        } catch (PveException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

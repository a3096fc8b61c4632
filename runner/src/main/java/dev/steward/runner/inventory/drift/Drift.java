package dev.steward.runner.inventory.drift;

import dev.steward.runner.proxmox.estate.Estate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the files of an inventory and the clusters disagree.
 *
 * @param differences the grave ones first, each kind by host
 * @param clusters what was compared with
 */
public record Drift(List<Difference> differences, List<Side> clusters) {

    /** A view no older than this is compared with where a cluster does not answer. */
    static final Duration OLDEST = Duration.ofMinutes(10);

    public Drift {
        differences = List.copyOf(differences);
        clusters = List.copyOf(clusters);
    }

    /**
     * A cluster that was compared with.
     *
     * @param name ours
     * @param age of what is known of it
     * @param problem why it is not newer; empty: it answered
     * @param usable false: too old or never seen, so nothing is said of its guests
     */
    public record Side(String name, Duration age, Optional<String> problem, boolean usable) {

        static Side of(Estate.Seen seen) {
            boolean fresh = seen.problem().isEmpty() || seen.age().compareTo(OLDEST) <= 0;
            return new Side(seen.name(), seen.age(), seen.problem(), seen.view().isPresent() && fresh);
        }
    }

    /** How many of them are faults. */
    public long count() {
        return differences.stream().filter(Difference::counts).count();
    }

    /** The same with nothing left that does not count. */
    public Drift strict() {
        return new Drift(differences.stream().map(Difference::counting).toList(), clusters);
    }

    /** How many, in words: {@code no differences}, {@code 3 differences}. */
    public String words() {
        long count = count();
        return count == 0 ? "no differences" : count == 1 ? "1 difference" : count + " differences";
    }

    /** Whether every cluster could be compared with. */
    public boolean complete() {
        return clusters.stream().allMatch(Side::usable);
    }
}

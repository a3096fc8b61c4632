package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster's status takes beyond its view.
 *
 * @param votes of each node in corosync; none for a node that stands alone, or where they may not be read
 * @param versions of pve-manager on each node that is online
 * @param replication all jobs, by id
 * @param problems what could not be read, and why
 */
public record ClusterFacts(
        Map<String, Long> votes, Map<String, String> versions, List<Replication> replication, List<String> problems) {

    public ClusterFacts {
        votes = Map.copyOf(votes);
        versions = Map.copyOf(versions);
        replication = List.copyOf(replication);
        problems = List.copyOf(problems);
    }

    /** Nothing of it: for a cluster that does not answer. */
    public static final ClusterFacts NONE = new ClusterFacts(Map.of(), Map.of(), List.of(), List.of());

    /** Reads them; what fails is among the problems, and the rest is there. */
    public static ClusterFacts read(PveApi api, View view) throws InterruptedException {
        Reading reading = new Reading();
        Details details = new Details(api);
        Map<String, Long> votes = new TreeMap<>();
        Map<String, String> versions = new TreeMap<>();
        Map<String, Replication> jobs = new TreeMap<>();
        if (view.cluster().clustered()) {
            reading.of(() -> votes.putAll(details.votes()));
        }
        for (Node node : view.nodes().values()) {
            if (node.online()) {
                reading.of(() -> versions.put(node.name(), details.version(node.name())));
                reading.of(() -> details.replication(node.name()).forEach(job -> jobs.put(job.id(), job)));
            }
        }
        return new ClusterFacts(votes, versions, List.copyOf(jobs.values()), reading.problems);
    }

    private interface Step {

        void run() throws PveException, InterruptedException;
    }

    private static final class Reading {

        private final List<String> problems = new ArrayList<>();

        void of(Step step) throws InterruptedException {
            try {
                step.run();
            } catch (PveException e) {
                problems.add(e.getMessage());
            }
        }
    }

    /** Whether the nodes do not all have the same release. */
    public boolean differ() {
        return new TreeSet<>(versions.values()).size() > 1;
    }

    /** Whether a node's release is not the newest one of the cluster. */
    public boolean differs(String node) {
        Optional<String> newest = versions.values().stream()
                .max(Comparator.comparing(
                        (String text) -> PveVersion.find(text).orElse(null),
                        Comparator.nullsFirst(Comparator.naturalOrder())));
        return versions.containsKey(node) && !newest.get().equals(versions.get(node));
    }

    /** All votes there are. */
    public long expected() {
        return votes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The votes of the nodes that are online. */
    public long present(View view) {
        return votes.entrySet().stream()
                .filter(vote -> view.nodes().containsKey(vote.getKey())
                        && view.nodes().get(vote.getKey()).online())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The votes that quorum takes: more than half of all. */
    public long needed() {
        return expected() / 2 + 1;
    }
}

package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what a view leaves out, one call each. Every method fails with {@link PveException} where the call does; whoever
 * shows several of them shows the others nevertheless.
 */
public final class Details {

    private final PveApi api;

    /** Reads from one cluster. */
    public Details(PveApi api) {
        this.api = api;
    }

    /** The votes of each node in corosync; none for a node that stands alone. Needs Sys.Audit. */
    public Map<String, Long> votes() throws PveException, InterruptedException {
        Map<String, Long> votes = new TreeMap<>();
        for (PveFields member : list(PvePath.of("cluster", "config", "nodes"), Map.of())) {
            String name = member.text("name").orElse(member.text("node", ""));
            votes.put(name, member.number("quorum_votes").orElse(1));
        }
        return votes;
    }

    /** The replication jobs that a node sends, with their last results. */
    public List<Replication> replication(String node) throws PveException, InterruptedException {
        return list(PvePath.of("nodes", node, "replication"), Map.of()).stream()
                .map(fields -> Replication.of(fields, node))
                .sorted(Comparator.comparing(Replication::id))
                .toList();
    }

    /** The release of pve-manager on a node. */
    public String version(String node) throws PveException, InterruptedException {
        return api.get(PvePath.of("nodes", node, "version"), Map.of()).fields().text("version", "");
    }

    /** What a node says of itself. */
    public NodeStatus status(String node) throws PveException, InterruptedException {
        return NodeStatus.of(
                api.get(PvePath.of("nodes", node, "status"), Map.of()).fields());
    }

    /** The last tasks of a node, those that go on first, then the newest first. */
    public List<PveTask> tasks(String node, int limit) throws PveException, InterruptedException {
        return tasks(list(PvePath.of("nodes", node, "tasks"), Map.of("source", "all", "limit", limit)));
    }

    /** The last tasks about a guest on the node where it is. */
    public List<PveTask> tasks(Guest guest, int limit) throws PveException, InterruptedException {
        return tasks(list(
                PvePath.of("nodes", guest.node(), "tasks"),
                Map.of("source", "all", "vmid", guest.vmid().value(), "limit", limit)));
    }

    /** The backups that a node made since a moment. */
    public List<PveTask> backups(String node, Instant since) throws PveException, InterruptedException {
        return tasks(list(
                PvePath.of("nodes", node, "tasks"),
                Map.of("source", "archive", "typefilter", "vzdump", "since", since.getEpochSecond(), "limit", 500)));
    }

    private static List<PveTask> tasks(List<PveFields> rows) {
        return rows.stream()
                .map(PveTask::of)
                .sorted(Comparator.comparing((PveTask task) -> task.word().equals("running") ? 0 : 1)
                        .thenComparing(PveTask::start, Comparator.reverseOrder()))
                .toList();
    }

    /** A guest's configuration. */
    public GuestConfig config(Guest guest) throws PveException, InterruptedException {
        return GuestConfig.of(
                guest.kind(), api.get(path(guest).and("config"), Map.of()).fields());
    }

    /** A guest's snapshots, the oldest first; without the entry that stands for now. */
    public List<Snapshot> snapshots(Guest guest) throws PveException, InterruptedException {
        List<Snapshot> all = new ArrayList<>();
        for (PveFields fields : list(path(guest).and("snapshot"), Map.of())) {
            if (!fields.text("name", "").equals("current")) {
                all.add(Snapshot.of(fields));
            }
        }
        all.sort(Comparator.comparing(one -> one.at().map(Object::toString).orElse("")));
        return all;
    }

    /** What a node used. */
    public Series series(String node, Span span) throws PveException, InterruptedException {
        return series(PvePath.of("nodes", node), span);
    }

    /** What a guest used. */
    public Series series(Guest guest, Span span) throws PveException, InterruptedException {
        return series(path(guest), span);
    }

    private Series series(PvePath base, Span span) throws PveException, InterruptedException {
        return new Series(list(base.and("rrddata"), Map.of("timeframe", span.word(), "cf", "AVERAGE")));
    }

    private static PvePath path(Guest guest) {
        return guest.kind().path(guest.node(), guest.vmid());
    }

    private List<PveFields> list(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
        return api.get(path, query).list();
    }
}

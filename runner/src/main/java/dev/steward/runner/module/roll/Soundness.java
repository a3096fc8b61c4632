package dev.steward.runner.module.roll;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a node and its cluster say of parts that have to work before a node is in service again. */
final class Soundness {

    private static final PvePath CEPH = PvePath.of("cluster", "ceph", "status");

    /** The scheduler looks once a minute, and one job may wait for another. */
    private static final Duration LAG = Duration.ofMinutes(15);

    private Soundness() {}

    /** What Ceph says; empty: the cluster has none. */
    static Optional<PveFields> ceph(Acting acting) throws PveException, InterruptedException {
        try {
            return Optional.of(acting.api().get(CEPH, Map.of()).fields());
        } catch (PveException e) {
            if (e.noCeph()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Storages of the node that are active, each as {@code storage local}. */
    static List<String> storages(RollNode node) throws PveException, InterruptedException {
        PvePath path = PvePath.of("nodes", node.name(), "storage");
        return node.acting().api().get(path, Map.of("enabled", true)).list().stream()
                .filter(row -> row.flag("active"))
                .map(row -> "storage " + row.text("storage", ""))
                .sorted()
                .toList();
    }

    /** Services a node cannot do without that are not active. */
    static List<String> services(RollNode node, boolean clustered) throws PveException, InterruptedException {
        List<String> wanted = new ArrayList<>(List.of(
                "pve-cluster", "pvedaemon", "pveproxy", "pvestatd", "pvescheduler", "pve-ha-lrm", "pve-ha-crm"));
        if (clustered) {
            wanted.add("corosync");
        }
        List<String> wrong = new ArrayList<>();
        for (PveFields row : node.acting()
                .api()
                .get(PvePath.of("nodes", node.name(), "services"), Map.of())
                .list()) {
            String state = row.text("active-state").or(() -> row.text("state")).orElse("unknown");
            boolean off = row.text("unit-state", "").matches("masked|not-found");
            boolean active = state.equals("active") || state.equals("running");
            if (wanted.contains(row.text("service", "")) && !active && !off) {
                wrong.add("service " + row.text("service", "") + " is " + state);
            }
        }
        return wrong;
    }

    /** Replication jobs of the node that fail. */
    static List<String> replication(Acting acting, String node) throws PveException, InterruptedException {
        return failing(jobs(acting, node), node);
    }

    /**
     * Replication jobs of the node that fail, and those that are behind their schedule: what a guest wrote since would be
     * lost with its node.
     */
    static List<String> replicationOnTime(Acting acting, String node) throws PveException, InterruptedException {
        List<PveFields> jobs = jobs(acting, node);
        List<String> wrong = new ArrayList<>(failing(jobs, node));
        wrong.addAll(late(jobs, node, acting.time().now()));
        return wrong;
    }

    private static List<PveFields> jobs(Acting acting, String node) throws PveException, InterruptedException {
        return acting.api()
                .get(PvePath.of("nodes", node, "replication"), Map.of())
                .list();
    }

    private static List<String> failing(List<PveFields> jobs, String node) {
        List<String> wrong = new ArrayList<>();
        for (PveFields job : jobs) {
            if (job.number("fail_count").orElse(0) > 0) {
                wrong.add("replication " + job.text("id", "") + " of " + node + " fails: "
                        + job.text("error", "no reason told").strip());
            }
        }
        return wrong;
    }

    private static List<String> late(List<PveFields> jobs, String node, Instant now) {
        List<String> late = new ArrayList<>();
        for (PveFields job : jobs) {
            Instant due = Instant.ofEpochSecond(job.number("next_sync").orElse(0));
            boolean counts = due.getEpochSecond() > 0
                    && !job.flag("disable")
                    && job.number("pid").isEmpty();
            if (counts && Duration.between(due, now).compareTo(LAG) > 0) {
                late.add("replication " + job.text("id", "") + " of " + node + " is behind: it was due "
                        + Duration.between(due, now).toMinutes() + " min ago");
            }
        }
        return late;
    }

    /** OSDs that are down and placement groups that are not clean. */
    static List<String> ceph(PveFields status) {
        List<String> wrong = new ArrayList<>();
        PveFields osds = status.inside("osdmap");
        // before Ceph Octopus the map lay one level deeper
        PveFields map = osds.number("num_osds").isPresent() ? osds : osds.inside("osdmap");
        long all = map.number("num_osds").orElse(0);
        long up = map.number("num_up_osds").orElse(all);
        if (up < all) {
            wrong.add("Ceph: " + (all - up) + " of " + all + " OSDs are down");
        }
        for (PveFields state : status.inside("pgmap").list("pgs_by_state")) {
            String name = state.text("state_name", "");
            if (!name.startsWith("active+clean")) {
                wrong.add("Ceph: " + state.number("count").orElse(0) + " placement groups are " + name);
            }
        }
        return wrong;
    }
}

package dev.steward.runner.module.power;

import dev.steward.runner.module.Target;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Cancelling;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What runs on one node, as the node says; with a guest, only what is about it. */
final class NodeJobs {

    /** Consoles change nothing, and what switches guests off is what a shutdown waits for anyway. */
    private static final Set<String> HARMLESS = Set.of(
            "vncproxy",
            "vncshell",
            "termproxy",
            "spiceproxy",
            "spiceshell",
            "qmshutdown",
            "vzshutdown",
            "stopall",
            "hashutdown",
            "hastop");

    private static final Duration BETWEEN = Duration.ofSeconds(2);

    /** What vzdump's signal handler takes to remove the half archive, the snapshot and the lock. */
    private static final Duration TO_ABORT = Duration.ofSeconds(60);

    private final Acting acting;
    private final String node;
    private final Optional<Vmid> guest;
    private final Optional<List<String>> types;

    private record Job(Optional<Upid> upid, String words) {}

    private NodeJobs(Acting acting, String node, Optional<Vmid> guest, Optional<List<String>> types) {
        this.acting = acting;
        this.node = node;
        this.guest = guest;
        this.types = types;
    }

    /** The jobs that matter to a task's host; empty: it is neither a node nor a guest. */
    static Optional<NodeJobs> of(Target target, Optional<List<String>> types)
            throws PveException, ActException, InterruptedException {
        Map<String, Object> vars = target.host().vars();
        boolean known = vars.containsKey("proxmox_node") || vars.containsKey("proxmox_vmid");
        if (!known || target.clusters().names().isEmpty()) {
            return Optional.empty();
        }
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(Optional.empty());
        Optional<Vmid> vmid = Optional.ofNullable(vars.get("proxmox_vmid"))
                .map(String::valueOf)
                .flatMap(Vmid::find);
        View view = acting.guestView();
        String node = vmid.isPresent()
                ? acting.guest(vmid.get()).node()
                : aim.node(view, Optional.empty()).name();
        return Optional.of(new NodeJobs(acting, node, vmid, types));
    }

    /**
     * Waits until nothing runs.
     *
     * @param abort whether what is left then is ended, where that does no harm
     * @param aborted takes what was, in words
     * @return what runs still, in words
     */
    List<String> await(Duration limit, boolean abort, List<String> aborted) throws PveException, InterruptedException {
        List<Job> left = until(limit);
        if (left.isEmpty() || !abort) {
            return words(left);
        }
        List<Job> asked = new ArrayList<>();
        for (Job job : left) {
            if (job.upid().filter(Cancelling::safe).isPresent()) {
                end(job.upid().get());
                asked.add(job);
            }
        }
        List<Job> after = asked.isEmpty() ? left : until(TO_ABORT);
        asked.stream().filter(job -> !after.contains(job)).map(Job::words).forEach(aborted::add);
        return words(after);
    }

    private static List<String> words(List<Job> jobs) {
        return jobs.stream().map(Job::words).toList();
    }

    private List<Job> until(Duration limit) throws PveException, InterruptedException {
        long start = acting.time().nanos();
        List<Job> running = running();
        while (!running.isEmpty() && acting.time().nanos() - start < limit.toNanos()) {
            acting.time().sleep(BETWEEN);
            running = running();
        }
        return running;
    }

    private void end(Upid upid) throws PveException, InterruptedException {
        try {
            acting.api().delete(upid.path(), Map.of());
        } catch (PveException e) {
            if (e.kind() != Kind.UNKNOWN_OUTCOME && e.kind() != Kind.MISSING) {
                throw e;
            }
        }
    }

    private List<Job> running() throws PveException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (PveFields row : acting.api()
                .get(PvePath.of("nodes", node, "tasks"), Map.of("source", "active"))
                .list()) {
            Optional<Upid> upid = Upid.find(row.text("upid", ""));
            boolean over = row.number("endtime").isPresent()
                    || row.text("status")
                            .filter(status -> !status.equals("RUNNING"))
                            .isPresent();
            if (upid.isPresent() && !over && matters(upid.get())) {
                jobs.add(new Job(upid, words(upid.get())));
            }
        }
        jobs.addAll(replications());
        return jobs;
    }

    /** A backup of several guests names none of them, so it may be about ours. */
    private boolean matters(Upid upid) {
        boolean about = guest.isEmpty() || upid.id().isEmpty() || upid.vmid().equals(guest);
        return about && types.map(wanted -> wanted.contains(upid.type())).orElse(!HARMLESS.contains(upid.type()));
    }

    private static String words(Upid upid) {
        return upid.type() + (upid.id().isEmpty() ? "" : " of " + upid.id()) + " on " + upid.node();
    }

    /** A replication has no UPID; while it runs its row shows the process. */
    private List<Job> replications() throws PveException, InterruptedException {
        if (types.isPresent() && !types.get().contains("replication")) {
            return List.of();
        }
        List<Job> jobs = new ArrayList<>();
        for (PveFields row : acting.api()
                .get(PvePath.of("nodes", node, "replication"), Map.of())
                .list()) {
            boolean ours =
                    guest.isEmpty() || row.text("guest", "").equals(guest.get().toString());
            if (row.number("pid").isPresent() && ours) {
                jobs.add(new Job(Optional.empty(), "replication " + row.text("id", "") + " on " + node));
            }
        }
        return jobs;
    }
}

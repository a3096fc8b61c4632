package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.guest.MigrateCalls;
import dev.steward.runner.lab.pve.guest.Workers;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** startall, stopall, suspendall, migrateall: a parent task that starts one of its own per guest (API2/Nodes.pm). */
public final class Bulk {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Bulk() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("POST /nodes/{node}/startall", Bulk::start)
                .on("POST /nodes/{node}/stopall", Bulk::stop)
                .on("POST /nodes/{node}/suspendall", Bulk::suspend)
                .on("POST /nodes/{node}/migrateall", Bulk::migrate);
    }

    /** The guests of a node in the order of their {@code startup} settings; those without come last. */
    private static List<Guest> ordered(PveCluster cluster, PveNode node, Predicate<Guest> which) {
        return cluster.guestsOn(node.name()).stream()
                .filter(which)
                .filter(guest -> !guest.flag("template"))
                .sorted(Comparator.comparingLong(Bulk::order).thenComparing(Guest::vmid))
                .toList();
    }

    private static long order(Guest guest) {
        for (String part : guest.text("startup").split(",")) {
            if (part.startsWith("order=") || part.matches("\\d+")) {
                return Long.parseLong(part.replace("order=", ""));
            }
        }
        return Long.MAX_VALUE;
    }

    private static Predicate<Guest> named(Call call) {
        List<String> wanted = call.items("vms");
        return guest -> wanted.isEmpty() || wanted.contains(Integer.toString(guest.vmid()));
    }

    static Job startAll(PveCluster cluster, PveNode node, Caller caller, boolean force, Predicate<Guest> which) {
        Job job = cluster.job(node.name(), "startall", "", caller);
        for (Guest guest : ordered(cluster, node, which)) {
            boolean wanted = (force || guest.flag("onboot")) && !cluster.managed(guest);
            job.then(Duration.ZERO, () -> {
                if (wanted && !guest.running()) {
                    job.task().log("Starting " + guest.kind().title() + " " + guest.vmid());
                    Job child = new Workers(cluster).start(guest, caller);
                    child.start();
                    await(job, child, guest.kind().title() + " " + guest.vmid());
                }
            });
        }
        return job;
    }

    /** The parent waits for its child, and only notes how it ended. */
    private static void await(Job parent, Job child, String what) {
        parent.first(SECOND, () -> {
            if (child.task().running()) {
                await(parent, child, what);
            } else if (child.task().failed()) {
                parent.task().log(what + ": " + child.task().exit());
            }
        });
    }

    static Job stopAll(
            PveCluster cluster, PveNode node, Caller caller, Duration timeout, boolean force, Predicate<Guest> which) {
        Job job = cluster.job(node.name(), "stopall", "", caller);
        List<Guest> all = new ArrayList<>(ordered(cluster, node, which));
        java.util.Collections.reverse(all);
        List<Job> running = new ArrayList<>();
        for (Guest guest : all) {
            job.then(Duration.ZERO, () -> {
                if (guest.running()) {
                    Duration patience = Workers.patience(guest, timeout);
                    job.task()
                            .log("Stopping " + guest.kind().title() + " " + guest.vmid() + " (timeout = "
                                    + patience.toSeconds() + " seconds)");
                    Job child = new Workers(cluster).shutdown(guest, patience, force, caller);
                    child.start();
                    running.add(child);
                }
            });
        }
        return job.then(Duration.ZERO, () -> awaitAll(job, running));
    }

    private static void awaitAll(Job parent, List<Job> children) {
        boolean waiting = children.stream().anyMatch(child -> child.task().running());
        if (waiting) {
            parent.first(SECOND, () -> awaitAll(parent, children));
            return;
        }
        children.stream().filter(child -> child.task().failed()).forEach(child -> parent.task()
                .log("VM " + child.task().id() + " guest shutdown: "
                        + child.task().exit()));
    }

    private static String begun(Call call, Job job) {
        call.quorum();
        return job.start().upid();
    }

    private static Object start(Call call) {
        call.quorum();
        return startAll(call.cluster(), call.node(), call.caller(), call.flag("force"), named(call))
                .start()
                .upid();
    }

    private static Object stop(Call call) {
        call.quorum();
        Duration timeout = Duration.ofSeconds(call.number("timeout", 180));
        boolean force = call.text("force-stop", "1").equals("1");
        return stopAll(call.cluster(), call.node(), call.caller(), timeout, force, named(call))
                .start()
                .upid();
    }

    private static Object suspend(Call call) {
        call.quorum();
        PveCluster cluster = call.cluster();
        Job job = cluster.job(call.node().name(), "suspendall", "", call.caller());
        for (Guest guest : ordered(cluster, call.node(), named(call))) {
            job.then(SECOND, () -> {
                if (guest.running() && guest.kind() == Kind.QEMU) {
                    job.task().log("Suspending VM " + guest.vmid());
                    guest.off();
                    guest.lock("suspended");
                }
            });
        }
        return begun(call, job);
    }

    private static Object migrate(Call call) {
        call.quorum();
        boolean told = call.has("max-workers") || call.has("maxworkers");
        if (!told && !call.cluster().options().containsKey("max_workers")) {
            throw Refusal.failed("either 'max-workers' parameter or max_workers in datacenter.cfg must be set!");
        }
        if (call.text("target").equals(call.node().name())) {
            throw Refusal.bad("target", "target is local node.");
        }
        PveCluster cluster = call.cluster();
        Job job = cluster.job(call.node().name(), "migrateall", "", call.caller());
        for (Guest guest : ordered(cluster, call.node(), named(call))) {
            job.then(Duration.ZERO, () -> {
                job.task().log("Migrating " + guest.kind().title() + " " + guest.vmid());
                Job child = MigrateCalls.job(
                        cluster, guest, call.text("target"), call.flag("with-local-disks"), call.caller());
                child.start();
                await(job, child, guest.kind().title() + " " + guest.vmid());
            });
        }
        return begun(call, job);
    }
}

package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** HA's two managers: a wish is written down at once and carried out some seconds later, by root, on the guest's node. */
public final class Ha {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private static final Duration FENCE = Duration.ofSeconds(120);

    private final PveCluster cluster;
    private final Workers workers;
    private final Map<String, String> moved;

    /** The HA of a cluster. */
    public Ha(PveCluster cluster) {
        this.cluster = cluster;
        this.workers = new Workers(cluster);
        this.moved = cluster.moved();
    }

    /**
     * A task that only asks HA for something; it ends well as soon as that is written down.
     *
     * @param verb start or stop
     * @param type of the task: hastart, hastop, hashutdown
     */
    Job wish(HaResource service, Guest guest, String verb, String type, Caller caller) {
        Job job = cluster.job(guest.node(), type, Integer.toString(guest.vmid()), caller);
        return job.then(Duration.ZERO, () -> {
            job.task().log("Requesting HA " + verb + " for " + guest.kind().title() + " " + guest.vmid());
            want(service, verb.equals("start") ? "started" : "stopped");
        });
    }

    /** Writes down what is wanted and carries it out later. */
    public void want(HaResource service, String wanted) {
        service.want(wanted);
        if (!cluster.ha().mode().isEmpty()) {
            return;
        }
        cluster.agenda().after(cluster.pace().ha(), () -> act(service));
    }

    /** A node is gone: what HA keeps there is fenced, and started elsewhere where the node stays away. */
    public void lost(PveNode node) {
        for (HaResource service : on(node)) {
            service.state("fence");
            cluster.agenda().after(FENCE, () -> recover(service, node));
        }
    }

    private void recover(HaResource service, PveNode node) {
        Guest guest = cluster.guests().get(service.vmid());
        PveNode target = other(node);
        if (guest == null || target == null || node.up() || !guest.node().equals(node.name())) {
            return;
        }
        service.state("recovery");
        guest.move(target.name());
        want(service, service.wanted());
    }

    /** A node is back: what HA keeps there is as it was wanted. */
    public void back(PveNode node) {
        on(node).forEach(service -> want(service, service.wanted()));
    }

    /** Lets all watchdogs go; what HA keeps stays as it is. */
    public void disarm(String mode) {
        cluster.ha().disarm(mode);
        cluster.agenda().after(cluster.pace().ha(), cluster.ha()::release);
    }

    /** Acts again: what was wanted before is wanted now. */
    public void arm() {
        cluster.ha().arm();
        cluster.services().values().forEach(service -> want(service, service.wanted()));
    }

    /** A node goes into maintenance, and what HA keeps there to another node; or it comes out of it, and they come back. */
    public void maintain(PveNode node, boolean on) {
        cluster.agenda().after(cluster.pace().ha(), () -> {
            node.maintenance(on);
            PveNode target = other(node);
            if (on && target != null) {
                for (HaResource service : on(node)) {
                    moved.put(service.sid(), node.name());
                    move(service, target);
                }
            }
            if (!on) {
                cluster.services().values().stream()
                        .filter(service -> moved.remove(service.sid(), node.name()))
                        .forEach(service -> move(service, node));
            }
        });
    }

    private void move(HaResource service, PveNode target) {
        Guest guest = cluster.guests().get(service.vmid());
        service.state("migrate");
        MigrateCalls.job(cluster, guest, target.name(), true, Caller.SYSTEM)
                .atEnd(task -> service.state(task.failed() ? "error" : service.wanted()))
                .start();
    }

    private List<HaResource> on(PveNode node) {
        return cluster.services().values().stream()
                .filter(service -> cluster.ha().mode().isEmpty())
                .filter(service -> !service.wanted().equals("ignored"))
                .filter(service -> cluster.guests().containsKey(service.vmid()))
                .filter(service -> cluster.guests().get(service.vmid()).node().equals(node.name()))
                .toList();
    }

    private PveNode other(PveNode node) {
        return cluster.nodes().values().stream()
                .filter(each -> each != node && each.up() && !each.maintenance() && cluster.quorate(each))
                .findFirst()
                .orElse(null);
    }

    private void act(HaResource service) {
        Guest guest = cluster.guests().get(service.vmid());
        if (guest == null
                || !cluster.ha().mode().isEmpty()
                || cluster.services().get(service.sid()) != service
                || !cluster.quorate(cluster.node(guest.node()))) {
            return;
        }
        switch (service.wanted()) {
            case "started", "enabled" -> {
                service.state("started");
                if (!guest.running()) {
                    workers.start(guest, Caller.SYSTEM)
                            .atEnd(task -> service.state(task.failed() ? "error" : "started"))
                            .start();
                }
            }
            case "stopped", "disabled" -> {
                if (guest.running()) {
                    service.state("request_stop");
                    workers.shutdown(guest, Workers.patience(guest, MINUTE), true, Caller.SYSTEM)
                            .atEnd(task -> service.state(task.failed() ? "error" : "stopped"))
                            .start();
                } else {
                    service.state("stopped");
                }
            }
            default -> service.state("ignored");
        }
    }
}

package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;

/** HA's two managers: a wish is written down at once and carried out some seconds later, by root, on the guest's node. */
public final class Ha {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final PveCluster cluster;
    private final Workers workers;

    /** The HA of a cluster. */
    public Ha(PveCluster cluster) {
        this.cluster = cluster;
        this.workers = new Workers(cluster);
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
        cluster.agenda().after(cluster.pace().ha(), () -> act(service));
    }

    private void act(HaResource service) {
        Guest guest = cluster.guests().get(service.vmid());
        if (guest == null
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

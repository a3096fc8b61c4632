package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;

/** What the workers of start, stop, shutdown and reboot do (QemuServer.pm, LXC.pm). The caller starts the job. */
public final class Workers {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PING = Duration.ofSeconds(3);

    private final PveCluster cluster;

    /** The workers of a cluster. */
    public Workers(PveCluster cluster) {
        this.cluster = cluster;
    }

    Job job(Guest guest, String verb, Caller caller) {
        return cluster.job(guest.node(), guest.kind().task() + verb, Integer.toString(guest.vmid()), caller);
    }

    /** Starts a guest. */
    public Job start(Guest guest, Caller caller) {
        Job job = job(guest, "start", caller);
        job.then(Duration.ZERO, () -> {
            if (!guest.lock().equals("suspended")) {
                Held.unlocked(guest);
            }
            if (guest.running()) {
                throw new TaskFailure(guest.kind().title() + " " + guest.vmid() + " already running");
            }
        });
        job.then(cluster.pace().start(), () -> {
            guest.lock("");
            guest.on(cluster.node(guest.node()).process(), cluster.now());
        });
        return Held.by(job, guest);
    }

    /** Pulls the plug. */
    public Job stop(Guest guest, Caller caller) {
        Job job = job(guest, "stop", caller);
        job.then(Duration.ZERO, () -> Held.unlocked(guest));
        job.then(SECOND, guest::off);
        return Held.by(job, guest);
    }

    /**
     * Asks a guest to shut down.
     *
     * @param force whether the plug is pulled after the time
     */
    public Job shutdown(Guest guest, Duration timeout, boolean force, Caller caller) {
        Job job = job(guest, "shutdown", caller);
        job.then(Duration.ZERO, () -> {
            Held.unlocked(guest);
            if (guest.running()) {
                ask(job, guest, timeout, force, false);
            }
        });
        return Held.by(job, guest);
    }

    /** Shuts a guest down and starts it again. */
    public Job reboot(Guest guest, Duration timeout, Caller caller) {
        Job job = job(guest, "reboot", caller);
        job.then(Duration.ZERO, () -> {
            Held.unlocked(guest);
            ask(job, guest, timeout, false, true);
        });
        return Held.by(job, guest);
    }

    private void ask(Job job, Guest guest, Duration timeout, boolean force, boolean again) {
        boolean dumb =
                guest.kind() == Kind.QEMU && !guest.text("agent").isEmpty() && !guest.agentAnswers(cluster.now());
        Duration ping = dumb ? PING : Duration.ZERO;
        if (dumb) {
            job.task()
                    .log("QEMU Guest Agent is not running - VM " + guest.vmid() + (cluster.nine() ? " qga" : " qmp")
                            + " command 'guest-ping' failed - got timeout");
        }
        Instant started = guest.started();
        Duration needs = ping.plus(guest.manner().shutdown());
        if (!guest.manner().deaf()) {
            // The guest goes on shutting down whether or not somebody still waits for it.
            cluster.agenda().after(needs, () -> {
                if (guest.running() && guest.started().equals(started)) {
                    guest.off();
                }
            });
        }
        boolean inTime = !guest.manner().deaf() && needs.compareTo(ping.plus(timeout)) <= 0;
        if (inTime) {
            job.first(needs, () -> ended(job, guest, again));
        } else {
            job.first(ping.plus(timeout), () -> late(job, guest, timeout, force));
        }
    }

    private void ended(Job job, Guest guest, boolean again) {
        if (guest.running()) {
            guest.off();
        }
        if (again) {
            job.first(
                    cluster.pace().start(),
                    () -> guest.on(cluster.node(guest.node()).process(), cluster.now()));
        }
    }

    private void late(Job job, Guest guest, Duration timeout, boolean force) {
        if (!guest.running()) {
            return;
        }
        if (force) {
            if (guest.kind() == Kind.QEMU) {
                job.task().log("VM still running - terminating now with SIGTERM");
            }
            job.first(SECOND, guest::off);
        } else if (guest.kind() == Kind.QEMU) {
            throw new TaskFailure("VM quit/powerdown failed - got timeout");
        } else {
            throw new TaskFailure("command 'lxc-stop -n " + guest.vmid() + " --nokill --timeout " + timeout.toSeconds()
                    + "' failed: exit code 1");
        }
    }

    /** How long a guest is given to shut down where nobody says: its own {@code startup} setting, else the default. */
    public static Duration patience(Guest guest, Duration otherwise) {
        String startup = guest.text("startup");
        for (String part : startup.split(",")) {
            if (part.startsWith("down=")) {
                return Duration.ofSeconds(Long.parseLong(part.substring(5)));
            }
        }
        return otherwise;
    }
}

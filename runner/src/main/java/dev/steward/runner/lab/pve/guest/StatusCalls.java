package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.PveTask;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * POST …/status/*: what is refused at once and what only its task tells differs by kind (API2/LXC/Status.pm, API2/Qemu.pm).
 * Going off needs no quorum where HA has no hand in it: nothing is written below /etc/pve.
 */
public final class StatusCalls {

    private static final String STATUS = "POST /nodes/{node}/*/{vmid}/status/";

    private StatusCalls() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.both(STATUS + "start", StatusCalls::start)
                .both(STATUS + "stop", StatusCalls::stop)
                .both(STATUS + "shutdown", StatusCalls::shutdown)
                .both(STATUS + "reboot", StatusCalls::reboot)
                .both(STATUS + "suspend", StatusCalls::suspend)
                .both(STATUS + "resume", StatusCalls::resume)
                .on(STATUS.replace("*", "qemu") + "reset", StatusCalls::reset);
    }

    private static Guest checked(Call call) {
        if (call.flag("skiplock") && !call.caller().root()) {
            throw Refusal.bad("skiplock", "Only root may use this option.");
        }
        return call.guest();
    }

    private static Optional<HaResource> service(Call call, Guest guest) {
        return call.cluster().managed(guest) ? call.cluster().service(guest) : Optional.empty();
    }

    static String begun(Job job) {
        PveTask task = job.start();
        return task.upid();
    }

    /** A container must run; a virtual machine is left to the task. */
    private static void needsRunning(Guest guest, String title) {
        if (!guest.running()) {
            throw Refusal.failed(title + " " + guest.vmid() + " not running");
        }
    }

    private static Object start(Call call) {
        Guest guest = checked(call);
        if (guest.kind() == Kind.LXC && guest.running()) {
            throw Refusal.failed("CT " + guest.vmid() + " already running");
        }
        if (guest.flag("template")) {
            throw Refusal.failed(
                    "you can't start a " + (guest.kind() == Kind.LXC ? "CT" : "vm") + " if it's a template");
        }
        call.quorum();
        Optional<HaResource> service = service(call, guest);
        if (service.isPresent()) {
            return begun(new Ha(call.cluster()).wish(service.get(), guest, "start", "hastart", call.caller()));
        }
        return begun(new Workers(call.cluster()).start(guest, call.caller()));
    }

    private static Object stop(Call call) {
        Guest guest = checked(call);
        if (guest.kind() == Kind.LXC) {
            needsRunning(guest, "CT");
        }
        Optional<HaResource> service = service(call, guest);
        if (service.isPresent()) {
            call.quorum();
            return begun(new Ha(call.cluster()).wish(service.get(), guest, "stop", "hastop", call.caller()));
        }
        if (call.flag("overrule-shutdown")) {
            overrule(call, guest);
        }
        return begun(new Workers(call.cluster()).stop(guest, call.caller()));
    }

    private static void overrule(Call call, Guest guest) {
        String type = guest.kind().task() + "shutdown";
        call.cluster().tasks().all().stream()
                .filter(task -> task.running() && task.type().equals(type))
                .filter(task -> task.id().equals(Integer.toString(guest.vmid())))
                .forEach(task -> call.cluster().tasks().job(task.upid()).ifPresent(Job::interrupt));
    }

    private static Object shutdown(Call call) {
        Guest guest = checked(call);
        if (guest.kind() == Kind.LXC) {
            needsRunning(guest, "CT");
        } else if (guest.paused() && !call.flag("forceStop")) {
            throw Refusal.failed("VM is paused - cannot shutdown");
        }
        Optional<HaResource> service = service(call, guest);
        if (service.isPresent()) {
            call.quorum();
            return begun(new Ha(call.cluster()).wish(service.get(), guest, "stop", "hashutdown", call.caller()));
        }
        Duration usual = Workers.patience(guest, Duration.ofSeconds(60));
        Duration timeout = Duration.ofSeconds(call.number("timeout", usual.toSeconds()));
        return begun(new Workers(call.cluster()).shutdown(guest, timeout, call.flag("forceStop"), call.caller()));
    }

    private static Object reboot(Call call) {
        Guest guest = checked(call);
        needsRunning(guest, "VM");
        call.quorum();
        Duration usual = Workers.patience(guest, Duration.ofSeconds(60));
        Duration timeout = Duration.ofSeconds(call.number("timeout", usual.toSeconds()));
        return begun(new Workers(call.cluster()).reboot(guest, timeout, call.caller()));
    }

    private static Object suspend(Call call) {
        Guest guest = checked(call);
        needsRunning(guest, guest.kind().title());
        call.quorum();
        Workers workers = new Workers(call.cluster());
        if (guest.kind() == Kind.LXC) {
            Job job = workers.job(guest, "suspend", call.caller());
            return begun(job.then(Duration.ofSeconds(1), () -> {
                throw new TaskFailure(
                        "command 'lxc-checkpoint -n " + guest.vmid() + " -s -D /var/lib/vz/dump' failed: exit code 1");
            }));
        }
        boolean disk = call.flag("todisk");
        Job job = workers.job(guest, disk ? "suspend" : "pause", call.caller());
        job.then(Duration.ZERO, () -> Held.unlocked(guest));
        job.then(Duration.ofSeconds(disk ? 5 : 1), () -> {
            if (disk) {
                guest.off();
                guest.lock("suspended");
            } else {
                guest.paused(true);
            }
        });
        return begun(Held.by(job, guest));
    }

    private static Object resume(Call call) {
        Guest guest = checked(call);
        boolean asleep = guest.lock().equals("suspended");
        if (!asleep) {
            needsRunning(guest, guest.kind().title());
        }
        call.quorum();
        Workers workers = new Workers(call.cluster());
        Job job = workers.job(guest, "resume", call.caller());
        job.then(Duration.ofSeconds(1), () -> {
            if (asleep) {
                guest.lock("");
                guest.on(call.node().process(), call.cluster().now());
            } else {
                Held.unlocked(guest);
                guest.paused(false);
            }
        });
        return begun(Held.by(job, guest));
    }

    private static Object reset(Call call) {
        Guest guest = checked(call);
        needsRunning(guest, "VM");
        call.quorum();
        Job job = new Workers(call.cluster()).job(guest, "reset", call.caller());
        job.then(Duration.ofSeconds(1), () -> Held.unlocked(guest));
        return begun(Held.by(job, guest));
    }
}

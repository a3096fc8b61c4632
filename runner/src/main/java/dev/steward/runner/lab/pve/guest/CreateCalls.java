package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.Pool;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;
import java.util.Set;

/** Guests come and go (API2/LXC.pm, API2/Qemu.pm). */
public final class CreateCalls {

    /** Parameters that are not of the configuration. */
    private static final Set<String> HOW = Set.of(
            "node",
            "vmid",
            "ostemplate",
            "storage",
            "pool",
            "start",
            "force",
            "restore",
            "unique",
            "password",
            "ssh-public-keys",
            "bwlimit",
            "archive",
            "ignore-unpack-errors",
            "live-restore",
            "import-working-storage",
            "ha-managed");

    private CreateCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.both("POST /nodes/{node}/*", CreateCalls::create)
                .both("DELETE /nodes/{node}/*/{vmid}", CreateCalls::destroy);
    }

    private static Object create(Call call) {
        PveCluster cluster = call.cluster();
        int vmid = (int) call.number("vmid", 0);
        Kind kind = call.kind();
        call.need("/vms/" + vmid, "VM.Allocate");
        call.quorum();
        Guest there = cluster.guests().get(vmid);
        if (there != null) {
            throw Refusal.failed(there.kind().title() + " " + vmid + " already exists on node '" + there.node() + "'");
        }
        Guest guest = new Guest(vmid, kind, call.node().name());
        ConfigCalls.rootOnly(call, guest);
        if (kind == Kind.LXC) {
            template(call);
        }
        Job job = cluster.job(call.node().name(), kind.task() + "create", Integer.toString(vmid), call.caller());
        guest.lock("create");
        cluster.guests().put(vmid, guest);
        job.then(Duration.ofSeconds(kind == Kind.LXC ? 4 : 1), () -> furnish(call, job, guest));
        job.atEnd(task -> {
            if (task.failed()) {
                cluster.guests().remove(vmid);
            } else {
                after(call, guest);
            }
        });
        return job.start().upid();
    }

    private static void template(Call call) {
        String template = call.text("ostemplate");
        if (!template.matches("[^:]+:.+|/.+")) {
            throw Refusal.failed("unable to parse volume ID '" + template + "'");
        }
        boolean known =
                call.cluster().volumes().stream().anyMatch(volume -> volume.id().equals(template));
        if (!known && !template.startsWith("/")) {
            throw Refusal.failed("volume '" + template + "' does not exist");
        }
    }

    private static void furnish(Call call, Job job, Guest guest) {
        guest.lock("");
        call.params().keySet().stream().filter(key -> !HOW.contains(key)).forEach(key -> guest.config()
                .put(key, ConfigCalls.value(guest, call, key)));
        if (guest.kind() == Kind.LXC) {
            container(call, job, guest);
        } else {
            guest.disks().forEach((key, disk) -> job.task().log(key + ": successfully created disk '" + disk + "'"));
            guest.config()
                    .putIfAbsent(
                            "meta",
                            "creation-qemu=9.2.0,ctime=" + call.cluster().now().getEpochSecond());
            guest.config()
                    .putIfAbsent("smbios1", "uuid=3afe1061-33b3-44a8-837f-" + String.format("%012d", guest.vmid()));
            guest.config().putIfAbsent("vmgenid", "bd90348d-0b25-4609-ba08-" + String.format("%012d", guest.vmid()));
        }
    }

    private static void container(Call call, Job job, Guest guest) {
        String storage = call.text("storage", "local");
        String root = guest.text("rootfs");
        if (root.isEmpty() || !root.contains(":")) {
            if (!call.cluster().stores().containsKey(storage)) {
                throw new TaskFailure("storage '" + storage + "' does not exist");
            }
            guest.config().put("rootfs", storage + ":" + guest.vmid() + "/vm-" + guest.vmid() + "-disk-0.raw,size=4G");
        }
        guest.config().putIfAbsent("arch", "amd64");
        guest.config().putIfAbsent("hostname", "CT" + guest.vmid());
        guest.config().putIfAbsent("memory", 512);
        guest.config().putIfAbsent("swap", 512);
        guest.config().putIfAbsent("ostype", "debian");
        job.task().log("extracting archive '" + call.text("ostemplate") + "'");
        job.task().log("Total bytes read: 215644160 (206MiB, 310MiB/s)");
        job.task().log("Detected container architecture: amd64");
    }

    private static void after(Call call, Guest guest) {
        PveCluster cluster = call.cluster();
        Pool pool = cluster.pools().get(call.text("pool"));
        if (pool != null) {
            pool.guests().add(guest.vmid());
        }
        if (call.flag("ha-managed")) {
            String sid = guest.kind().sid() + ":" + guest.vmid();
            cluster.services().put(sid, new HaResource(sid, call.flag("start") ? "started" : "stopped"));
        }
        if (call.flag("start")) {
            new Workers(cluster).start(guest, call.caller()).start();
        }
    }

    private static Object destroy(Call call) {
        PveCluster cluster = call.cluster();
        Guest guest = call.guest();
        String what = guest.kind().title() + " " + guest.vmid();
        call.quorum();
        if (guest.flag("protection")) {
            throw Refusal.failed("can't remove " + what + " - protection mode enabled");
        }
        if (cluster.service(guest).isPresent() && !call.flag("purge")) {
            throw Refusal.failed("unable to remove " + what + " - used in HA resources and purge parameter not set.");
        }
        if (guest.kind() == Kind.LXC && guest.running() && !call.flag("force")) {
            throw Refusal.failed(what + " is running - destroy not possible");
        }
        Job job = new Workers(cluster).job(guest, "destroy", call.caller());
        job.then(Duration.ofSeconds(1), () -> {
            if (guest.running() && !call.flag("force")) {
                throw new TaskFailure("VM " + guest.vmid() + " is running - destroy failed");
            }
            if (!guest.lock().isEmpty() && !call.flag("skiplock")) {
                throw new TaskFailure(Held.locked(guest));
            }
            if (guest.running()) {
                guest.off();
            }
            gone(cluster, guest, call.flag("purge"));
        });
        return StatusCalls.begun(Held.by(job, guest));
    }

    private static void gone(PveCluster cluster, Guest guest, boolean purge) {
        cluster.guests().remove(guest.vmid());
        cluster.pools().values().forEach(pool -> pool.guests().remove(guest.vmid()));
        if (purge) {
            cluster.services().remove(guest.kind().sid() + ":" + guest.vmid());
        }
    }
}

package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.state.Store;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Moving guests between nodes: what must hold before, and how it goes (QemuMigrate.pm, LXC/Migrate.pm). */
public final class MigrateCalls {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private MigrateCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/qemu/{vmid}/migrate", MigrateCalls::machineConditions)
                .on("GET /nodes/{node}/lxc/{vmid}/migrate", MigrateCalls::containerConditions)
                .both("POST /nodes/{node}/*/{vmid}/migrate", MigrateCalls::migrate);
    }

    private static List<String> others(Call call, Guest guest) {
        return call.cluster().nodes().values().stream()
                .filter(node -> node != call.node() && call.cluster().sees(call.node(), node))
                .filter(node -> missingStores(call.cluster(), guest, node).isEmpty())
                .map(PveNode::name)
                .toList();
    }

    private static List<String> missingStores(PveCluster cluster, Guest guest, PveNode target) {
        return guest.disks().values().stream()
                .map(MigrateCalls::store)
                .filter(name -> cluster.stores().containsKey(name))
                .filter(name -> !cluster.stores().get(name).on(target.name()))
                .distinct()
                .toList();
    }

    private static String store(String disk) {
        return disk.contains(":") ? disk.substring(0, disk.indexOf(':')) : "";
    }

    /** The disks that lie on this node alone. */
    private static List<String> localDisks(PveCluster cluster, Guest guest) {
        List<String> local = new ArrayList<>();
        guest.disks().forEach((key, disk) -> {
            Store store = cluster.stores().get(store(disk));
            if (store != null && !store.shared()) {
                local.add(key);
            }
        });
        return local;
    }

    private static List<String> localResources(Guest guest) {
        return guest.config().keySet().stream()
                .filter(key -> key.matches("(hostpci|usb|serial|parallel)\\d+"))
                .filter(key -> !guest.text(key).matches("socket|spice.*|mapping=.*"))
                .toList();
    }

    private static Object machineConditions(Call call) {
        Guest guest = call.guest();
        if (!guest.lock().isEmpty()) {
            throw Refusal.failed(Held.locked(guest));
        }
        List<Row> disks = localDisks(call.cluster(), guest).stream()
                .map(key -> disk(call, guest, key))
                .toList();
        Row refused = new Row();
        call.cluster().nodes().values().stream()
                .filter(node -> node != call.node() && !guest.running())
                .forEach(node -> {
                    List<String> missing = missingStores(call.cluster(), guest, node);
                    refused.with(node.name(), new Row().when(!missing.isEmpty(), "unavailable_storages", missing));
                });
        Row row = new Row()
                .with("running", guest.running() ? 1 : 0)
                .with("local_disks", disks)
                .with("local_resources", localResources(guest))
                .with("mapped-resources", List.of())
                .with("mapped-resource-info", new Row())
                .with("allowed_nodes", guest.running() ? List.of() : others(call, guest))
                .with("not_allowed_nodes", refused);
        if (guest.running()) {
            row.with("allowed_nodes", others(call, guest));
        }
        return row.when(call.cluster().nine(), "has-dbus-vmstate", 1);
    }

    private static Row disk(Call call, Guest guest, String key) {
        String volume = guest.text(key).split(",")[0];
        return new Row()
                .with("volid", volume)
                .with("drivename", key)
                .with("size", GuestRows.disk(guest))
                .with("cdrom", guest.text(key).contains("media=cdrom") ? 1 : 0)
                .with("shared", 0)
                .with("replicate", 1)
                .with("is_attached", key.startsWith("unused") ? 0 : 1)
                .with("is_unused", key.startsWith("unused") ? 1 : 0)
                .with("is_vmstate", 0)
                .with("is_tpmstate", key.startsWith("tpmstate") ? 1 : 0)
                .when(call.cluster().nine(), "is_cloudinit", guest.text(key).contains("cloudinit") ? 1 : 0);
    }

    private static Object containerConditions(Call call) {
        Guest guest = call.guest();
        Row refused = new Row();
        call.cluster().nodes().values().stream()
                .filter(node -> node != call.node())
                .filter(node -> !missingStores(call.cluster(), guest, node).isEmpty())
                .forEach(node -> refused.with(
                        node.name(),
                        new Row().with("unavailable-storages", missingStores(call.cluster(), guest, node))));
        return new Row()
                .with("running", guest.running() ? 1 : 0)
                .with("allowed-nodes", others(call, guest))
                .with("not-allowed-nodes", refused)
                .when(call.cluster().service(guest).isPresent(), "dependent-ha-resources", List.of());
    }

    private static Object migrate(Call call) {
        String target = call.text("target");
        Guest guest = call.guest();
        if (target.equals(call.node().name())) {
            throw Refusal.bad("target", "target is local node.");
        }
        PveNode to = call.cluster().node(target);
        if (to == null || !call.cluster().joined()) {
            throw Refusal.failed("no such cluster node '" + target + "'");
        }
        call.quorum();
        if (!call.cluster().sees(call.node(), to)) {
            throw Refusal.failed("no such cluster node '" + target + "' or node offline");
        }
        rootOnly(call);
        if (guest.kind() == Kind.LXC) {
            if (guest.running() && !call.flag("online") && !call.flag("restart")) {
                throw Refusal.failed("can't migrate running container without --online or --restart");
            }
        } else {
            machine(call, guest);
        }
        HaResource service =
                call.cluster().managed(guest) ? call.cluster().service(guest).orElseThrow() : null;
        if (service != null) {
            return ha(call, service, guest, target);
        }
        return job(call.cluster(), guest, target, call.flag("with-local-disks"), call.caller())
                .start()
                .upid();
    }

    private static void rootOnly(Call call) {
        for (String name : List.of("force", "migration_type", "migration_network")) {
            if (call.has(name) && !call.caller().root()) {
                throw Refusal.bad(name, "Only root may use this option.");
            }
        }
    }

    private static void machine(Call call, Guest guest) {
        if (guest.running() && !call.flag("online")) {
            throw Refusal.failed("can't migrate running VM without --online");
        }
        if (!guest.lock().isEmpty()) {
            throw Refusal.failed(Held.locked(guest));
        }
        List<String> local = localResources(guest);
        if (!local.isEmpty() && !call.flag("force")) {
            throw Refusal.failed("can't migrate VM which uses local devices: " + String.join(", ", local));
        }
    }

    private static Object ha(Call call, HaResource service, Guest guest, String target) {
        PveCluster cluster = call.cluster();
        Job job = cluster.job(call.node().name(), "hamigrate", Integer.toString(guest.vmid()), call.caller());
        job.then(Duration.ZERO, () -> {
            String what = guest.kind().title() + " " + guest.vmid();
            job.task().log("Requesting HA migration for " + what + " to node " + target);
            service.state("migrate");
            cluster.agenda().after(cluster.pace().ha(), () -> {
                if (!guest.node().equals(target) && cluster.node(guest.node()).up()) {
                    job(cluster, guest, target, true, Caller.SYSTEM)
                            .atEnd(task -> service.state(service.wanted()))
                            .start();
                }
            });
        });
        return job.start().upid();
    }

    /** The work of one migration. */
    public static Job job(PveCluster cluster, Guest guest, String target, boolean withDisks, Caller caller) {
        String type = guest.kind() == Kind.LXC ? "vzmigrate" : "qmigrate";
        Job job = cluster.job(guest.node(), type, Integer.toString(guest.vmid()), caller);
        boolean online = guest.running();
        job.then(Duration.ZERO, () -> {
            Held.unlocked(guest);
            PveNode to = cluster.node(target);
            say(
                    cluster,
                    job,
                    "starting migration of " + guest.kind().title() + " " + guest.vmid() + " to node '" + target + "' ("
                            + to.ip() + ")");
            conditions(cluster, guest, to, online && guest.kind() == Kind.QEMU && !withDisks);
            guest.lock("migrate");
        });
        if (online && guest.kind() == Kind.LXC) {
            job.first(guest.manner().shutdown(), () -> {
                say(cluster, job, "shutdown CT " + guest.vmid());
                guest.off();
            });
        }
        job.then(Duration.ofSeconds(4L * localDisks(cluster, guest).size()), () -> localDisks(cluster, guest)
                .forEach(key -> copied(cluster, job, guest, key)));
        job.then(Duration.ofSeconds(3), () -> arrive(cluster, job, guest, target, online));
        job.atEnd(task -> {
            if (task.failed()) {
                say(cluster, job, "migration aborted");
                if (guest.lock().equals("migrate")) {
                    guest.lock("");
                }
            }
        });
        return Held.by(job, guest);
    }

    private static void copied(PveCluster cluster, Job job, Guest guest, String key) {
        String volume = guest.text(key).split(",")[0];
        say(cluster, job, "found local volume '" + volume + "' (in current VM config)");
        say(cluster, job, "volume '" + volume + "' is '" + volume + "' on the target");
    }

    private static void conditions(PveCluster cluster, Guest guest, PveNode to, boolean mayNotCopy) {
        if (!to.up()) {
            throw new TaskFailure("command '/usr/bin/ssh root@" + to.ip() + " /bin/true' failed: exit code 255");
        }
        for (String store : missingStores(cluster, guest, to)) {
            throw new TaskFailure("storage '" + store + "' is not available on node '" + to.name() + "'");
        }
        for (String disk : guest.disks().values()) {
            Store store = cluster.stores().get(store(disk));
            if (disk.contains("media=cdrom") && store != null && !store.shared()) {
                throw new TaskFailure("can't migrate local cdrom drive '" + disk.split(",")[0] + "'");
            }
        }
        if (mayNotCopy && !localDisks(cluster, guest).isEmpty()) {
            throw new TaskFailure("can't live migrate attached local disks without with-local-disks option");
        }
    }

    private static void arrive(PveCluster cluster, Job job, Guest guest, String target, boolean online) {
        if (!cluster.node(target).up()) {
            throw new TaskFailure("migration aborted");
        }
        say(cluster, job, "start final cleanup");
        guest.lock("");
        guest.move(target);
        if (online && guest.kind() == Kind.LXC) {
            say(cluster, job, "start container on target node");
            guest.on(cluster.node(target).process(), cluster.now());
        } else if (online) {
            guest.carriedOver(cluster.node(target).process());
        }
        long seconds = Duration.between(job.task().started(), cluster.now()).toSeconds();
        say(
                cluster,
                job,
                String.format("migration finished successfully (duration 00:%02d:%02d)", seconds / 60, seconds % 60));
    }

    private static void say(PveCluster cluster, Job job, String text) {
        job.task().log(STAMP.format(cluster.now()) + " " + text);
    }
}

package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.Snap;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Snapshots (AbstractConfig.pm). */
public final class SnapshotCalls {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration AFTERMATH = Duration.ofSeconds(8);
    private static final String ONE = " /nodes/{node}/*/{vmid}/snapshot/{snapname}";

    private SnapshotCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.both("GET /nodes/{node}/*/{vmid}/snapshot", SnapshotCalls::list)
                .both("POST /nodes/{node}/*/{vmid}/snapshot", SnapshotCalls::take)
                .both("DELETE" + ONE, SnapshotCalls::remove)
                .both("GET" + ONE + "/config", call -> config(call, snap(call)))
                .both("PUT" + ONE + "/config", SnapshotCalls::describe)
                .both("POST" + ONE + "/rollback", SnapshotCalls::rollback)
                .both("GET /nodes/{node}/*/{vmid}/feature", SnapshotCalls::feature);
    }

    private static Object list(Call call) {
        Guest guest = call.guest();
        List<Row> rows = new ArrayList<>();
        for (Snap snap : guest.snapshots().values()) {
            rows.add(new Row()
                    .with("name", snap.name())
                    .with("snaptime", snap.at())
                    .with("description", snap.description())
                    .some("parent", snap.parent())
                    .when(guest.kind() == Kind.QEMU, "vmstate", snap.memory() ? 1 : 0));
        }
        rows.add(new Row()
                .with("name", "current")
                .with("description", "You are here!")
                .with("digest", guest.digest())
                .with("running", guest.running() ? 1 : 0)
                .some("parent", guest.text("parent")));
        return rows;
    }

    /** Whether every disk lies where it can be snapshotted. */
    static boolean possible(PveCluster cluster, Guest guest) {
        return guest.disks().values().stream()
                .filter(disk -> disk.contains(":") && !disk.contains("media=cdrom"))
                .map(disk -> cluster.stores().get(disk.substring(0, disk.indexOf(':'))))
                .allMatch(store -> store == null || store.snapshots());
    }

    private static Job job(Call call, Guest guest, String verb) {
        call.quorum();
        return new Workers(call.cluster()).job(guest, verb, call.caller());
    }

    private static Object take(Call call) {
        Guest guest = call.guest();
        String name = call.text("snapname");
        if (name.equals("current")) {
            throw Refusal.failed("unable to use snapshot name 'current' (reserved name)");
        }
        Job job = job(call, guest, "snapshot");
        job.then(Duration.ZERO, () -> prepare(call, job, guest, name));
        job.then(SECOND, () -> commit(call, guest, name));
        job.atEnd(task -> {
            if (task.failed()
                    && guest.lock().equals("snapshot")
                    && guest.holder().isEmpty()) {
                guest.lock("");
            }
        });
        return StatusCalls.begun(Held.by(job, guest));
    }

    private static void prepare(Call call, Job job, Guest guest, String name) {
        Held.unlocked(guest);
        if (guest.snapshots().containsKey(name)) {
            throw new TaskFailure("snapshot name '" + name + "' already used");
        }
        if (!possible(call.cluster(), guest)) {
            throw new TaskFailure("snapshot feature is not available");
        }
        guest.lock("snapshot");
        if (guest.kind() == Kind.LXC) {
            job.task().log("trying to acquire lock...");
            job.task().log(" OK");
        }
    }

    private static void commit(Call call, Guest guest, String name) {
        guest.lock("");
        Map<String, Object> config = new LinkedHashMap<>(guest.config());
        String text = call.text("description").isEmpty() ? "" : call.text("description") + "\n";
        long now = call.cluster().now().getEpochSecond();
        boolean memory = call.flag("vmstate") && guest.running();
        guest.snapshots().put(name, new Snap(name, text, guest.text("parent"), now, memory, config));
        guest.config().put("parent", name);
    }

    private static Snap snap(Call call) {
        Snap snap = call.guest().snapshots().get(call.text("snapname"));
        if (snap == null) {
            throw Refusal.failed("snapshot '" + call.text("snapname") + "' does not exist");
        }
        return snap;
    }

    private static Object config(Call call, Snap snap) {
        Row row = new Row();
        row.putAll(snap.config());
        return row.with("snaptime", snap.at()).some("description", snap.description());
    }

    private static Object describe(Call call) {
        Snap old = snap(call);
        call.writable(call.guest());
        Snap changed = new Snap(
                old.name(), call.text("description") + "\n", old.parent(), old.at(), old.memory(), old.config());
        call.guest().snapshots().put(old.name(), changed);
        return null;
    }

    private static Snap known(Guest guest, String name) {
        Snap snap = guest.snapshots().get(name);
        if (snap == null) {
            throw new TaskFailure("snapshot '" + name + "' does not exist");
        }
        return snap;
    }

    private static Object remove(Call call) {
        Guest guest = call.guest();
        String name = call.text("snapname");
        Job job = job(call, guest, "delsnapshot");
        job.then(SECOND, () -> {
            Snap gone = known(guest, name);
            if (!call.flag("force")) {
                Held.unlocked(guest);
            }
            guest.snapshots().remove(name);
            if (guest.text("parent").equals(name)) {
                guest.config().remove("parent");
                if (!gone.parent().isEmpty()) {
                    guest.config().put("parent", gone.parent());
                }
            }
            guest.snapshots()
                    .replaceAll((key, snap) -> snap.parent().equals(name) ? orphan(snap, gone.parent()) : snap);
        });
        return StatusCalls.begun(Held.by(job, guest));
    }

    private static Snap orphan(Snap snap, String parent) {
        return new Snap(snap.name(), snap.description(), parent, snap.at(), snap.memory(), snap.config());
    }

    private static Object rollback(Call call) {
        Guest guest = call.guest();
        String name = call.text("snapname");
        Job job = job(call, guest, "rollback");
        job.then(SECOND, () -> {
            Snap snap = known(guest, name);
            Held.unlocked(guest);
            if (onZfs(call.cluster(), guest) && !guest.newestSnapshot().equals(name)) {
                throw new TaskFailure("can't rollback, '" + name + "' is not most recent snapshot on '"
                        + guest.disks().values().iterator().next().split(",")[0] + "'");
            }
            if (guest.running()) {
                guest.off();
            }
            guest.config().clear();
            guest.config().putAll(snap.config());
            guest.config().put("parent", name);
            if (snap.memory() || call.flag("start")) {
                guest.on(call.node().process(), call.cluster().now());
                busy(call.cluster(), guest);
            }
        });
        return StatusCalls.begun(Held.by(job, guest));
    }

    /** After a rollback that starts the guest its configuration stays held for some seconds. */
    private static void busy(PveCluster cluster, Guest guest) {
        cluster.agenda().after(Duration.ofMillis(1), () -> {
            if (guest.holder().isEmpty()) {
                guest.holder("rollback");
                cluster.agenda().after(AFTERMATH, () -> guest.holder(""));
            }
        });
    }

    private static boolean onZfs(PveCluster cluster, Guest guest) {
        return guest.disks().values().stream()
                .filter(disk -> disk.contains(":"))
                .map(disk -> cluster.stores().get(disk.substring(0, disk.indexOf(':'))))
                .anyMatch(store -> store != null && store.type().equals("zfspool"));
    }

    private static Object feature(Call call) {
        Guest guest = call.guest();
        boolean has =
                switch (call.text("feature")) {
                    case "snapshot" -> possible(call.cluster(), guest);
                    case "clone" -> guest.flag("template") || possible(call.cluster(), guest);
                    default -> true;
                };
        Row row = new Row().with("hasFeature", has ? 1 : 0);
        List<String> nodes = call.cluster().nodes().keySet().stream()
                .filter(node -> shared(call.cluster(), guest) || node.equals(guest.node()))
                .toList();
        return row.when(guest.kind() == Kind.QEMU, "nodes", nodes);
    }

    private static boolean shared(PveCluster cluster, Guest guest) {
        return guest.disks().values().stream()
                .filter(disk -> disk.contains(":"))
                .map(disk -> cluster.stores().get(disk.substring(0, disk.indexOf(':'))))
                .allMatch(store -> store != null && store.shared());
    }
}

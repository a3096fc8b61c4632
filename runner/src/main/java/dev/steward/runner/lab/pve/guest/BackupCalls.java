package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.Pool;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.Store;
import dev.steward.runner.lab.pve.state.Volume;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** vzdump: one task for all guests asked for, whose log tells what became of each (VZDump.pm). */
public final class BackupCalls {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);
    private static final List<String> SAID =
            List.of("remove", "compress", "storage", "mode", "notes-template", "bwlimit");

    private BackupCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("POST /nodes/{node}/vzdump", BackupCalls::backup)
                .on("GET /nodes/{node}/vzdump/defaults", BackupCalls::defaults);
    }

    private static Object defaults(Call call) {
        Row row = new Row()
                .with("mode", "snapshot")
                .with("compress", "0")
                .with("storage", "local")
                .with("dumpdir", "/var/lib/vz/dump")
                .with("prune-backups", "keep-all=1")
                .with("notification-mode", "auto")
                .with("mailnotification", "always")
                .with("performance", new Row().with("max-workers", 16).with("pbs-entries-max", 1048576))
                .with("fleecing", new Row().with("enabled", 0));
        for (String zero : List.of("all", "bwlimit", "pigz", "quiet", "stop")) {
            row.with(zero, 0);
        }
        for (String one : List.of("remove", "stdexcludes", "zstd")) {
            row.with(one, 1);
        }
        row.with("ionice", 7).with("lockwait", 180).with("stopwait", 10);
        return row.when(!call.cluster().nine(), "notification-policy", "always");
    }

    private static List<Integer> wanted(Call call) {
        List<Integer> wanted = new ArrayList<>();
        call.items("vmid").forEach(id -> wanted.add(Integer.parseInt(id)));
        if (call.has("pool")) {
            Pool pool = call.cluster().pools().get(call.text("pool"));
            if (pool == null) {
                throw Refusal.failed("no such pool '" + call.text("pool") + "'");
            }
            wanted.addAll(pool.guests());
        }
        if (call.flag("all")) {
            List<String> left = call.items("exclude");
            call.cluster().guestsOn(call.node().name()).stream()
                    .filter(guest -> !left.contains(Integer.toString(guest.vmid())))
                    .forEach(guest -> wanted.add(guest.vmid()));
        }
        return wanted;
    }

    private static Object backup(Call call) {
        List<Integer> wanted = wanted(call);
        if (wanted.isEmpty() && !call.flag("all") && !call.has("pool")) {
            throw Refusal.bad("vmid", "property is missing and it is not optional");
        }
        for (int vmid : wanted) {
            call.need("/vms/" + vmid, "VM.Backup");
        }
        String name = call.text("storage", "local");
        Store store = call.cluster().stores().get(name);
        if (store == null) {
            throw Refusal.failed("storage '" + name + "' does not exist");
        }
        call.need("/storage/" + name, "Datastore.AllocateSpace");
        if (!store.content().contains("backup")) {
            throw Refusal.failed("storage '" + name + "' does not support content type 'backup'");
        }
        return started(call, wanted, store);
    }

    private static Object started(Call call, List<Integer> wanted, Store store) {
        Job job = call.job("vzdump", wanted.size() == 1 ? Integer.toString(wanted.get(0)) : "");
        List<String> failed = new ArrayList<>();
        job.then(Duration.ZERO, () -> job.task()
                .log("INFO: starting new backup job: vzdump " + arguments(call, wanted)));
        for (int vmid : wanted) {
            Guest guest = call.cluster().guests().get(vmid);
            if (guest != null && guest.node().equals(call.node().name())) {
                one(call, job, guest, store, failed);
            } else if (guest == null) {
                job.then(Duration.ZERO, () -> {
                    job.task().log("ERROR: Backup of VM " + vmid + " failed - unable to find VM '" + vmid + "'");
                    failed.add("" + vmid);
                });
            }
        }
        job.then(Duration.ZERO, () -> {
            job.task().log("INFO: Backup job finished " + (failed.isEmpty() ? "successfully" : "with errors"));
            if (!failed.isEmpty()) {
                throw new TaskFailure("job errors");
            }
        });
        return job.start().upid();
    }

    private static String arguments(Call call, List<Integer> wanted) {
        StringBuilder text = new StringBuilder(String.join(
                " ", wanted.stream().map(vmid -> Integer.toString(vmid)).toList()));
        SAID.stream()
                .filter(call::has)
                .forEach(name -> text.append(" --").append(name).append(' ').append(call.text(name)));
        return text.append(" --node ").append(call.node().name()).toString();
    }

    private static void one(Call call, Job job, Guest guest, Store store, List<String> failed) {
        PveCluster cluster = call.cluster();
        Instant[] begun = new Instant[1];
        boolean[] ran = new boolean[1];
        job.then(Duration.ZERO, () -> {
            begun[0] = cluster.now();
            ran[0] = guest.running();
            opening(job, guest, cluster.now());
            String trouble = trouble(guest);
            if (trouble.isEmpty()) {
                guest.lock("backup");
                body(call, job, guest, store, begun[0]);
            } else {
                failed.add(Integer.toString(guest.vmid()));
                job.task().log("ERROR: Backup of VM " + guest.vmid() + " failed - " + trouble);
                job.task().log("INFO: Failed at " + STAMP.format(cluster.now()));
            }
        });
        job.then(cluster.pace().backup(), () -> {
            if (!failed.contains(Integer.toString(guest.vmid()))) {
                closing(call, job, guest, store, begun[0], ran[0]);
            }
        });
        job.atEnd(task -> {
            if (guest.lock().equals("backup") && task.failed()) {
                guest.lock("");
            }
        });
    }

    private static String trouble(Guest guest) {
        if (!guest.lock().isEmpty()) {
            return Held.locked(guest);
        }
        return guest.holder().isEmpty() ? "" : "can't lock file '" + Held.file(guest) + "' - got timeout";
    }

    private static void opening(Job job, Guest guest, Instant now) {
        job.task()
                .log("INFO: Starting Backup of VM " + guest.vmid() + " ("
                        + guest.kind().path() + ")");
        job.task().log("INFO: Backup started at " + STAMP.format(now));
        job.task().log("INFO: status = " + (guest.running() ? "running" : "stopped"));
    }

    private static boolean stopped(Call call, Guest guest) {
        return !guest.running() || call.text("mode", "snapshot").equals("stop");
    }

    private static void body(Call call, Job job, Guest guest, Store store, Instant begun) {
        job.task().log("INFO: backup mode: " + (stopped(call, guest) ? "stop" : call.text("mode", "snapshot")));
        job.task().log("INFO: ionice priority: 7");
        job.task().log("INFO: " + guest.kind().title() + " Name: " + guest.name());
        if (guest.running() && stopped(call, guest)) {
            job.task().log("INFO: stopping virtual guest");
            guest.off();
        }
        job.task().log("INFO: creating vzdump archive '" + store.path() + "/dump/" + file(guest, begun) + "'");
    }

    private static String file(Guest guest, Instant begun) {
        String end = guest.kind() == Kind.LXC ? "tar.zst" : "vma.zst";
        return "vzdump-" + guest.kind().path() + "-" + guest.vmid() + "-" + FILE.format(begun) + "." + end;
    }

    private static void closing(Call call, Job job, Guest guest, Store store, Instant begun, boolean ran) {
        PveCluster cluster = call.cluster();
        job.task().log("INFO: Total bytes written: 235100160 (225MiB, 176MiB/s)");
        job.task().log("INFO: archive file size: 66MB");
        guest.lock("");
        if (ran && !guest.running()) {
            job.task().log("INFO: restarting vm");
            guest.on(call.node().process(), cluster.now());
            job.task().log("INFO: guest is online again after 4 seconds");
        }
        String file = file(guest, begun);
        cluster.volumes()
                .add(new Volume(
                        store.name() + ":backup/" + file,
                        store.shared() ? "" : call.node().name(),
                        "backup",
                        file.substring(file.indexOf('.') + 1),
                        70003772,
                        guest.vmid(),
                        guest.kind().path(),
                        begun.getEpochSecond()));
        long seconds = Duration.between(begun, cluster.now()).toSeconds();
        job.task()
                .log(String.format(
                        "INFO: Finished Backup of VM %d (00:%02d:%02d)", guest.vmid(), seconds / 60, seconds % 60));
        job.task().log("INFO: Backup finished at " + STAMP.format(cluster.now()));
    }
}

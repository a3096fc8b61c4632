package dev.steward.runner.engine;

import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.task.TaskEnd;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The UPIDs that one try of a task begins, on their way into the run's log as child rows of the task. */
final class UpidRows implements UpidWatcher {

    private final TaskRun task;
    private final Running running;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    UpidRows(TaskRun task, Running running) {
        this.task = task;
        this.running = running;
    }

    @Override
    public void started(String cluster, Upid upid, String action) {
        begun.put(upid.text(), task.run().parts().time().nanos());
        Optional<String> page = task.run().parts().clusters().pages(cluster).map(base -> base + place(upid));
        append(new RunEvent.UpidStarted(
                task.node().step(),
                task.host().name(),
                cluster,
                upid.text(),
                task.hidden() ? TaskRun.HIDDEN : action,
                page));
    }

    /* How PVE's pages write what they show, as in their own links to guests and nodes; a single UPID has no address there. */
    private static String place(Upid upid) {
        Optional<GuestKind> kind = upid.vmid()
                .flatMap(vmid -> upid.type().startsWith("vz")
                        ? Optional.of(GuestKind.LXC)
                        : upid.type().startsWith("qm") ? Optional.of(GuestKind.QEMU) : Optional.empty());
        String what = kind.map(k -> k + "%2F" + upid.id()).orElse("node%2F" + upid.node());
        return "/#v1:0:=" + what + ":4:::::::";
    }

    @Override
    public void line(String cluster, Upid upid, String text) {
        running.shielded(() -> task.output().say(upid.text(), text));
    }

    @Override
    public void ended(String cluster, TaskEnd end) {
        long start =
                begun.getOrDefault(end.upid().text(), task.run().parts().time().nanos());
        append(new RunEvent.UpidEnded(
                task.node().step(),
                task.host().name(),
                cluster,
                end.upid().text(),
                end.result().name().toLowerCase(Locale.ROOT),
                task.hidden() ? TaskRun.HIDDEN : end.exitStatus(),
                Duration.ofNanos(task.run().parts().time().nanos() - start)));
    }

    private void append(RunEvent event) {
        running.shielded(() -> task.run().log().append(event));
    }
}

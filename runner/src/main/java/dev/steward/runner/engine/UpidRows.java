package dev.steward.runner.engine;

import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.task.TaskEnd;

/** The UPIDs that one try of a task begins, on their way into the run's log. */
final class UpidRows implements UpidWatcher {

    private final TaskRun task;
    private final Running running;

    UpidRows(TaskRun task, Running running) {
        this.task = task;
        this.running = running;
    }

    @Override
    public void started(String cluster, Upid upid, String action) {
        log(upid, action);
    }

    @Override
    public void line(String cluster, Upid upid, String text) {
        log(upid, text);
    }

    @Override
    public void ended(String cluster, TaskEnd end) {
        log(end.upid(), end.exitStatus());
    }

    private void log(Upid upid, String text) {
        running.shielded(() -> task.output().log(upid.type() + " " + upid.id() + ": " + text));
    }
}

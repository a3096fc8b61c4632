package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.task.TaskEnd;

/** Sees the UPIDs that a change begins, from the answer that names each to its end. Called from several threads. */
public interface UpidWatcher {

    /** Nobody looks. */
    UpidWatcher NONE = new UpidWatcher() {

        @Override
        public void started(String cluster, Upid upid, String action) {
            // for reads and specs
        }

        @Override
        public void line(String cluster, Upid upid, String text) {
            // for reads and specs
        }

        @Override
        public void ended(String cluster, TaskEnd end) {
            // for reads and specs
        }
    };

    /**
     * PVE named it; called before anybody waits for it.
     *
     * @param action in words, as {@code shut down CT 101}
     */
    void started(String cluster, Upid upid, String action);

    /** A line of its log, each once, in order. */
    void line(String cluster, Upid upid, String text);

    /** Nobody waits for it any more: it is over, or it goes on alone. */
    void ended(String cluster, TaskEnd end);
}

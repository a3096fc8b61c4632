package dev.steward.runner.proxmox.task;

import dev.steward.runner.proxmox.Upid;

/**
 * Remembers the UPIDs that are waited for, so that a restart of this product goes on waiting instead of doing again what PVE
 * still does. What was started and not ended is to be followed again.
 */
public interface UpidStore {

    /** Remembers nothing. */
    UpidStore NONE = new UpidStore() {

        @Override
        public void started(String cluster, Upid upid) {
            // for reads and specs
        }

        @Override
        public void ended(String cluster, TaskEnd end) {
            // for reads and specs
        }
    };

    /** Keeps it before anybody waits for it; again for one that is followed again. */
    void started(String cluster, Upid upid);

    /** It is over; it needs not be followed again. */
    void ended(String cluster, TaskEnd end);
}

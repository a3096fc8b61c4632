package dev.steward.runner.proxmox.task;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.time.Time;
import java.util.Map;

/** Follows UPIDs to their end. */
public final class Tasks {

    private final UpidStore store;
    private final Time time;

    /**
     * A follower.
     *
     * @param store where UPIDs are kept before they are waited for
     */
    public Tasks(UpidStore store, Time time) {
        this.store = store;
        this.time = time;
    }

    /**
     * Waits for a UPID, also one that an earlier process began. While its node cannot be asked, asking goes on until the budget
     * ends.
     *
     * @throws PveException when asking on makes no sense: not allowed, not signed in, closed
     * @throws InterruptedException at once; the UPID goes on and stays in the store
     */
    public TaskEnd follow(PveApi api, Upid upid, TaskBudget budget, TaskWatcher watcher)
            throws PveException, InterruptedException {
        store.started(api.cluster(), upid);
        TaskEnd end = new Following(api, upid, watcher, time).toEnd(budget);
        if (end.over()) {
            store.ended(api.cluster(), end);
        }
        return end;
    }

    /** Asks PVE to end a UPID; one that is over stays as it is. {@link #follow} tells how it ended. */
    public void cancel(PveApi api, Upid upid) throws PveException, InterruptedException {
        api.delete(upid.path(), Map.of());
    }
}

package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.task.Tasks;
import dev.steward.runner.time.Time;
import java.time.Duration;

/**
 * What a change on one cluster is made with.
 *
 * @param api of the cluster; whoever gave it closes it
 * @param tasks follows UPIDs and keeps those not yet ended
 * @param time the clock
 * @param limit how long a change may take where nobody says otherwise ({@code limits.action} of the configuration)
 * @param rules what holds for all changes of the run
 */
public record Means(PveApi api, Tasks tasks, Time time, Duration limit, HouseRules rules) {

    /** As on a quiet day. */
    public Means(PveApi api, Tasks tasks, Time time, Duration limit) {
        this(api, tasks, time, limit, HouseRules.USUAL);
    }

    /** The same by other rules. */
    public Means by(HouseRules others) {
        return new Means(api, tasks, time, limit, others);
    }
}

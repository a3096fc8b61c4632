package dev.steward.runner.roll;

import java.util.List;

/**
 * What may be done to guests to empty a node.
 *
 * @param containers what becomes of running containers: RESTART, STOP, STAYS or REFUSE
 * @param stuck what becomes of a guest that cannot move: REFUSE, STOP or STAYS
 * @param localDisks whether disks of running VMs on their node alone are copied
 * @param stopTags guests with one of these tags are shut down in place
 * @param stayTags guests with one of these tags stay
 */
public record Policy(Way containers, Way stuck, boolean localDisks, List<String> stopTags, List<String> stayTags) {

    public Policy {
        stopTags = List.copyOf(stopTags);
        stayTags = List.copyOf(stayTags);
    }

    /** Containers are restarted elsewhere; what cannot move keeps the node from being touched. */
    public static final Policy USUAL =
            new Policy(Way.RESTART, Way.REFUSE, false, List.of("roll-stop"), List.of("roll-stay"));
}

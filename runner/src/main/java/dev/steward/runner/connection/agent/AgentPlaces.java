package dev.steward.runner.connection.agent;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Vmid;

/** Where virtual machines are, and the APIs of their clusters. */
public interface AgentPlaces {

    /**
     * Where a VM is now.
     *
     * @param guest which
     * @throws ConnectionException where nobody knows it, or its cluster cannot be asked
     */
    Place of(GuestRef guest) throws ConnectionException;

    /**
     * The node did not have the VM: what was known of its place is out of date, and the next {@link #of} asks anew.
     *
     * @return whether that may help
     */
    boolean moved(GuestRef guest);

    /**
     * A VM on its node.
     *
     * @param api of its cluster
     * @param node its name
     * @param vmid the VM's
     */
    record Place(PveApi api, String node, Vmid vmid) {

        /** A call of the VM's agent. */
        PvePath call(String name) {
            return PvePath.of("nodes", node, "qemu", vmid, "agent", name);
        }
    }
}

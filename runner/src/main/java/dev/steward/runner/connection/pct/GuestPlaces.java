package dev.steward.runner.connection.pct;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.shell.Wire;

/** Where containers are, and the ways to the nodes they are on. */
public interface GuestPlaces {

    /**
     * The way to the node that has a guest now.
     *
     * @param guest which
     * @throws ConnectionException where nobody knows the guest or its node, or the cluster cannot be asked
     */
    Place of(GuestRef guest) throws ConnectionException;

    /**
     * The node did not have the guest: what was known of its place is out of date, and the next {@link #of} asks anew.
     *
     * @return whether there is somebody to ask; false: the place is what the inventory says, and stays so
     */
    boolean moved(GuestRef guest);

    /**
     * A node and the way to it.
     *
     * @param node its name
     * @param way starts shells on it; shared by all guests of the node
     */
    record Place(String node, Wire.Source way) {}
}

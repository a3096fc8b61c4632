package dev.steward.runner.follow;

import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.RunAs;

/** The ways into guests and nodes. */
@FunctionalInterface
public interface Doors {

    /**
     * The way into one: by SSH to a node, through {@code pct exec} on its node into a container, by SSH into a VM, or through
     * its guest agent.
     *
     * @param live whether output is to be seen as it comes, which a guest agent cannot
     * @throws FollowException where nobody knows a way
     * @throws ConnectionException where the way makes no sense; what goes wrong on it comes at its use
     */
    Door to(Subject subject, boolean live) throws FollowException, ConnectionException, InterruptedException;

    /**
     * A way.
     *
     * @param way into it
     * @param as who reads there
     * @param all closed with it
     */
    record Door(Connection way, RunAs as, AutoCloseable all) implements AutoCloseable {

        @Override
        public void close() {
            try {
                all.close();
            } catch (Exception e) {
                throw new IllegalStateException("the way " + way.route() + " did not close", e);
            }
        }
    }
}

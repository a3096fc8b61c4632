package dev.steward.runner.connection;

import dev.steward.runner.inventory.Host;

/** Opens ways to hosts; one per host and run. */
public interface Connections extends AutoCloseable {

    /**
     * The way to a host, opened at its first use and kept until {@link #close()}.
     *
     * @param host its connection variables decide the kind and the address
     * @throws ConnectionException of kind CONFIGURATION where its variables make no sense; other failures come at use
     */
    Connection to(Host host) throws ConnectionException;

    @Override
    void close();
}

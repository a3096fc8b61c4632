package dev.steward.runner.connection;

import dev.steward.runner.inventory.Host;
import java.util.function.BiConsumer;

/** Opens ways to hosts; one per host and run. */
public interface Connections extends AutoCloseable {

    /**
     * The way to a host, opened at its first use and kept until {@link #close()}.
     *
     * @param host its connection variables decide the kind and the address
     * @throws ConnectionException of kind CONFIGURATION where its variables make no sense; other failures come at use
     */
    Connection to(Host host) throws ConnectionException;

    /**
     * Hears of what an operator should know of a host's way, as that another one than the usual was taken.
     *
     * @param listener given the host's name and one sentence
     */
    default void listen(BiConsumer<String, String> listener) {}

    @Override
    void close();
}

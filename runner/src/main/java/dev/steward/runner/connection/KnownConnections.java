package dev.steward.runner.connection;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.inventory.Host;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The ways to hosts of one run: one per host, of the kind its {@code ansible_connection} names. */
public final class KnownConnections implements Connections {

    private final Map<String, Kindred> kinds;
    private final LoginDefaults defaults;
    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    /** Makes connections of one kind. */
    public interface Kindred extends AutoCloseable {

        /** A way to a host; connects at its first use. */
        Connection to(ConnectionSettings settings) throws ConnectionException;

        @Override
        default void close() {}
    }

    /**
     * The ways to hosts.
     *
     * @param kinds by the name in {@code ansible_connection}
     * @param defaults where the inventory says nothing
     */
    public KnownConnections(Map<String, Kindred> kinds, LoginDefaults defaults) {
        this.kinds = Map.copyOf(kinds);
        this.defaults = defaults;
    }

    @Override
    public Connection to(Host host) throws ConnectionException {
        Connection known = open.get(host.name());
        if (known != null) {
            return known;
        }
        ConnectionSettings settings = ConnectionSettings.of(host, defaults);
        Kindred kind = kinds.get(settings.kind());
        if (kind == null) {
            throw unknown(settings);
        }
        synchronized (open) {
            if (!open.containsKey(host.name())) {
                open.put(host.name(), kind.to(settings));
            }
            return open.get(host.name());
        }
    }

    private ConnectionException unknown(ConnectionSettings settings) {
        String nearest = Suggestion.question(settings.kind(), kinds.keySet())
                .map(question -> "; " + question)
                .orElse("; known are " + String.join(", ", new TreeSet<>(kinds.keySet())));
        return new ConnectionException(
                Kind.CONFIGURATION,
                settings.host() + ": ansible_connection '" + settings.kind() + "' is unknown" + nearest,
                null);
    }

    @Override
    public void close() {
        open.values().forEach(Connection::close);
        kinds.values().forEach(Kindred::close);
    }
}

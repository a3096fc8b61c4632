package dev.steward.runner.connection;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.inventory.Host;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The ways to hosts of one run: one per host, of the kind its {@code ansible_connection} names. */
public final class KnownConnections implements Connections {

    private final Map<String, Kindred> kinds;
    private final LoginDefaults defaults;
    private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    /** Makes connections of one kind. */
    public interface Kindred extends AutoCloseable {

        /** A way to a host; connects at its first use. */
        Connection to(ConnectionSettings settings) throws ConnectionException;

        /**
         * The same.
         *
         * @param told one sentence an operator should know of the way
         */
        default Connection to(ConnectionSettings settings, Consumer<String> told) throws ConnectionException {
            return to(settings);
        }

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
                open.put(host.name(), kind.to(settings, text -> tell(host.name(), text)));
            }
            return open.get(host.name());
        }
    }

    private void tell(String host, String text) {
        listeners.forEach(listener -> listener.accept(host, text));
    }

    @Override
    public void listen(BiConsumer<String, String> listener) {
        listeners.add(listener);
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

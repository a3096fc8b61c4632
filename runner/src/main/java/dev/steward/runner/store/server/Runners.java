package dev.steward.runner.store.server;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which servers may run what: a label, as {@code site-a}, is what some servers have in their configuration and some work asks for. */
public final class Runners {

    private final Servers servers;

    /** Among these. */
    public Runners(Servers servers) {
        this.servers = servers;
    }

    /** Whether this server has all of the labels. */
    public boolean here(Collection<String> labels) {
        return servers.me().said().labels().containsAll(labels);
    }

    /** Whether this server begins nothing new. */
    public boolean draining() {
        return servers.draining();
    }

    /** Why this server begins nothing new, and who does; empty: it does. */
    public Optional<String> drained() {
        if (!draining()) {
            return Optional.empty();
        }
        List<String> others = having(List.of());
        return Optional.of(servers.me().name() + " is draining and begins nothing new."
                + (others.isEmpty() ? "" : " Begin it on " + String.join(" or ", others) + ".")
                + " It takes runs again after: steward servers drain --undo");
    }

    /** Those of the labels that this server has not. */
    public List<String> lacking(Collection<String> labels) {
        return labels.stream()
                .filter(label -> !servers.me().said().labels().contains(label))
                .toList();
    }

    /** The names of the servers at work that have all of them and take new runs. */
    public List<String> having(Collection<String> labels) {
        return servers.living().stream()
                .filter(one -> one.serves() && !one.draining() && one.labels().containsAll(labels))
                .map(ServerRow::name)
                .distinct()
                .toList();
    }

    /**
     * Why this server does not run something, and who does.
     *
     * @param what as "web-1"
     * @return empty: it has all of the labels
     */
    public Optional<String> refusal(String what, Collection<String> labels) {
        if (here(labels)) {
            return Optional.empty();
        }
        List<String> others = having(labels);
        return Optional.of(
                what + " runs only on servers with the label " + String.join(" and ", lacking(labels)) + ", and "
                        + servers.me().name() + " has not. "
                        + (others.isEmpty()
                                ? "No server at work has; give it to one: server.labels in its steward.yml."
                                : "Begin it on " + String.join(" or ", others) + "."));
    }

    /** Why nobody ran something in time. */
    public String missing(Collection<String> labels) {
        return labels.isEmpty()
                ? "every server was draining"
                : "no server with the label " + String.join(" and ", labels) + " was at work";
    }
}

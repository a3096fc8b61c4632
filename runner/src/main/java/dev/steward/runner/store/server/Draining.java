package dev.steward.runner.store.server;

import java.util.List;

/** Lets a server begin nothing new, before a restart of it, or begin again; by the name that people call it. */
public final class Draining {

    private final Servers servers;

    /** Among these. */
    public Draining(Servers servers) {
        this.servers = servers;
    }

    /**
     * What was done.
     *
     * @param name of the server
     * @param draining whether it begins nothing new now
     * @param runs at work there
     */
    public record Done(String name, boolean draining, long runs) {

        /** For people. */
        public String words() {
            if (!draining) {
                return name + " begins runs again.";
            }
            return name + " begins nothing new. Runs at work there: " + runs
                    + (runs == 0 ? "; it can be restarted." : "; restart it when steward servers list shows 0.");
        }
    }

    /** It is not clear which server is meant; the message says what to name. */
    public static final class Unclear extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean several;

        Unclear(boolean several, String message) {
            super(message);
            this.several = several;
        }

        /** Whether there are several of the name; else there is none. */
        public boolean several() {
            return several;
        }
    }

    /**
     * Asks it of a server.
     *
     * @param name or id; empty: this one
     * @throws Unclear when there is none at work, or several are called so
     */
    public Done ask(String name, boolean draining) throws Unclear {
        List<ServerRow> named = named(servers, name);
        if (named.size() != 1 || !servers.drain(named.get(0).id(), draining)) {
            throw new Unclear(named.size() > 1, unclear(name, named));
        }
        ServerRow server = named.get(0);
        return new Done(server.name(), draining, servers.runsAtWork().getOrDefault(server.id(), 0L));
    }

    /** The servers at work that are meant by a name or id; empty: this one. */
    public static List<ServerRow> named(Servers servers, String name) {
        return servers.living().stream()
                .filter(ServerRow::serves)
                .filter(row -> name.isEmpty()
                        ? row.id().equals(servers.me().id())
                        : row.name().equals(name) || row.id().equals(name))
                .toList();
    }

    private static String unclear(String name, List<ServerRow> named) {
        if (named.size() > 1) {
            return "There are " + named.size() + " servers called " + name + "; name one by its id: "
                    + String.join(", ", named.stream().map(ServerRow::id).toList()) + ".";
        }
        return name.isEmpty()
                ? "No server serves here; name one: steward servers list."
                : "There is no server " + name + " at work; steward servers list shows them.";
    }
}

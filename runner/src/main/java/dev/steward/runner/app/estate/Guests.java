package dev.steward.runner.app.estate;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.connection.Chain;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.KnownConnections.Kindred;
import dev.steward.runner.connection.agent.GuestAgent;
import dev.steward.runner.connection.pct.Pct;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The ways to guests of a cluster. */
public final class Guests {

    /** What {@code ansible_connection} may call a connection by pct: ours, and those of Ansible's plugins. */
    private static final List<String> PCT = List.of(
            "pct",
            "proxmox_pct_remote",
            "community.proxmox.proxmox_pct_remote",
            "community.general.proxmox_pct_remote");

    /** The same for the guest agent. Ansible's second plugin logs in on the node for it; here both use the API. */
    private static final List<String> AGENT = List.of(
            "guestAgent",
            "agent",
            "proxmox_qemu_api",
            "community.proxmox.proxmox_qemu_api",
            "proxmox_qm_remote",
            "community.proxmox.proxmox_qm_remote");

    private static final List<String> USUAL = List.of("ssh", "pct", "agent");

    private final NodePlaces places;
    private final GuestFinder finder;
    private final Pct pct;
    private final GuestAgent agent;

    /**
     * The ways of one run.
     *
     * @param places closed with them
     * @param finder knows the guests
     */
    public Guests(NodePlaces places, GuestFinder finder, Time time, Executor senders) {
        this.places = places;
        this.finder = finder;
        this.pct = new Pct(places, time, senders);
        this.agent = new GuestAgent(new VmPlaces(finder), time, senders);
    }

    /**
     * All kinds of connection to guests, by what {@code ansible_connection} calls them.
     *
     * @param ssh what a guest is tried by first
     */
    public Map<String, Kindred> kinds(Kindred ssh) {
        Map<String, Kindred> kinds = new HashMap<>(Map.of("auto", auto(ssh)));
        Kindred byNode = pct();
        PCT.forEach(name -> kinds.put(name, byNode));
        AGENT.forEach(name -> kinds.put(name, agent));
        return kinds;
    }

    private Kindred pct() {
        return new Kindred() {
            @Override
            public Connection to(ConnectionSettings settings) throws ConnectionException {
                return pct.to(settings);
            }

            @Override
            public void close() {
                places.close();
            }
        };
    }

    /** By SSH where the guest has it, else by what needs nothing in it, else by its agent. */
    private Kindred auto(Kindred ssh) {
        return new Kindred() {
            @Override
            public Connection to(ConnectionSettings settings) throws ConnectionException {
                return to(settings, text -> {});
            }

            @Override
            public Connection to(ConnectionSettings settings, Consumer<String> told) throws ConnectionException {
                return chain(ssh, settings, told);
            }
        };
    }

    private Chain chain(Kindred ssh, ConnectionSettings settings, Consumer<String> told) throws ConnectionException {
        Optional<String> kind = kind(settings);
        List<Chain.Way> ways = new ArrayList<>();
        for (String word : settings.ways().isEmpty() ? USUAL : settings.ways()) {
            switch (way(settings, word)) {
                case "ssh" -> ways.add(new Chain.Way("ssh", ssh.to(settings)));
                case "pct" -> {
                    if (kind.filter("lxc"::equals).isPresent()) {
                        ways.add(new Chain.Way("pct", pct.to(settings)));
                    }
                }
                default -> {
                    if (kind.filter("qemu"::equals).isPresent()) {
                        ways.add(new Chain.Way("agent", agent.to(settings)));
                    }
                }
            }
        }
        if (ways.isEmpty()) {
            throw problem(settings, "none of its ways leads into " + kind.orElse("no guest"));
        }
        Chain.Closed closed = () ->
                settings.guest().isPresent() ? finder.closed(settings.guest().get()) : Optional.empty();
        return new Chain(ways, closed, told);
    }

    private static String way(ConnectionSettings settings, String word) throws ConnectionException {
        if (word.equals("ssh")) {
            return word;
        }
        if (PCT.contains(word)) {
            return "pct";
        }
        if (AGENT.contains(word)) {
            return "agent";
        }
        throw problem(
                settings,
                "'" + word + "' is no way to a guest"
                        + Suggestion.question(word, USUAL).map(q -> "; " + q).orElse("; known are ssh, pct, agent"));
    }

    private static ConnectionException problem(ConnectionSettings settings, String what) {
        return new ConnectionException(Kind.CONFIGURATION, settings.host() + ": steward_ways: " + what, null);
    }

    /** lxc or qemu; a guest of which nobody says it is taken for a container. Empty: no guest at all. */
    private Optional<String> kind(ConnectionSettings settings) throws ConnectionException {
        if (settings.guest().isEmpty()) {
            return Optional.empty();
        }
        GuestRef guest = settings.guest().get();
        if (guest.kind().isPresent()) {
            return guest.kind();
        }
        Optional<Guest> found = finder.found(guest);
        return Optional.of(found.map(known -> known.kind().word()).orElse("lxc"));
    }
}

package dev.steward.runner.app.estate;

import dev.steward.runner.connection.Chain;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.KnownConnections.Kindred;
import dev.steward.runner.connection.pct.Pct;
import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The ways to guests of a cluster. */
public final class Guests {

    /** What {@code ansible_connection} may call a connection by pct: ours, and those of Ansible's plugin. */
    public static final List<String> NAMES = List.of(
            "pct",
            "proxmox_pct_remote",
            "community.proxmox.proxmox_pct_remote",
            "community.general.proxmox_pct_remote");

    private final NodePlaces places;
    private final Pct pct;

    /**
     * The ways of one run.
     *
     * @param places closed with them
     */
    public Guests(NodePlaces places, Time time, Executor senders) {
        this.places = places;
        this.pct = new Pct(places, time, senders);
    }

    /** Into containers by their nodes. */
    public Kindred pct() {
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

    /** By SSH where the guest has it, else by what needs nothing in it. */
    public Kindred auto(Kindred ssh) {
        return new Kindred() {
            @Override
            public Connection to(ConnectionSettings settings) throws ConnectionException {
                return to(settings, text -> {});
            }

            @Override
            public Connection to(ConnectionSettings settings, Consumer<String> told) throws ConnectionException {
                List<Chain.Way> ways = new ArrayList<>();
                ways.add(new Chain.Way("ssh", ssh.to(settings)));
                if (container(settings)) {
                    ways.add(new Chain.Way("pct", pct.to(settings)));
                }
                return new Chain(ways, told);
            }
        };
    }

    private static boolean container(ConnectionSettings settings) {
        return settings.guest()
                .filter(guest -> guest.kind().orElse("lxc").equals("lxc"))
                .isPresent();
    }
}

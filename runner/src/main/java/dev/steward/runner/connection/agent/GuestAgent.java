package dev.steward.runner.connection.agent;

import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.KnownConnections;
import dev.steward.runner.connection.shell.ShellConnection;
import dev.steward.runner.time.Time;
import java.util.concurrent.Executor;

/** Connections into virtual machines through their QEMU guest agents and the API: no sshd, address or network needed in them. */
public final class GuestAgent implements KnownConnections.Kindred {

    private final AgentPlaces places;
    private final Time time;
    private final Executor threads;

    /**
     * Connections into virtual machines.
     *
     * @param places knows their nodes and APIs
     * @param time decides over time-outs, and paces the questions
     * @param threads runs what waits for the API; must not queue
     */
    public GuestAgent(AgentPlaces places, Time time, Executor threads) {
        this.places = places;
        this.time = time;
        this.threads = threads;
    }

    @Override
    public Connection to(ConnectionSettings settings) throws ConnectionException {
        GuestRef guest = settings.guest().orElseThrow(() -> problem(settings, "needs proxmox_vmid, the VM's id"));
        if (guest.kind().filter(kind -> !kind.equals("qemu")).isPresent()) {
            throw problem(settings, "is for virtual machines; this guest is a container: use pct");
        }
        AgentSource source = new AgentSource(new Agent(guest, places, time), threads, time);
        return new ShellConnection(source, time, threads, () -> {});
    }

    private static ConnectionException problem(ConnectionSettings settings, String what) {
        return new ConnectionException(
                Kind.CONFIGURATION, settings.host() + ": a connection by the guest agent " + what, null);
    }
}

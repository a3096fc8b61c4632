package dev.steward.runner.connection.pct;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.KnownConnections;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.RemoteFile;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.connection.shell.ShellConnection;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/** Connections into containers through {@code pct exec} on their nodes: no sshd and no address needed in a container. */
public final class Pct implements KnownConnections.Kindred {

    private final GuestPlaces places;
    private final Time time;
    private final Executor senders;

    /**
     * Connections into containers.
     *
     * @param places knows their nodes
     * @param time decides over time-outs
     * @param senders runs what may block in the network; must not queue
     */
    public Pct(GuestPlaces places, Time time, Executor senders) {
        this.places = places;
        this.time = time;
        this.senders = senders;
    }

    @Override
    public Connection to(ConnectionSettings settings) throws ConnectionException {
        GuestRef guest = settings.guest()
                .orElseThrow(() -> new ConnectionException(
                        Kind.CONFIGURATION,
                        settings.host() + ": a connection by pct needs proxmox_vmid, the container's id",
                        null));
        PctSource source = new PctSource(guest, places);
        return new Following(new ShellConnection(source, time, senders, () -> {}));
    }

    /** Goes after a container that has moved: nothing had begun where it was not, so the command may be sent once more. */
    private record Following(ShellConnection shells) implements Connection {

        @Override
        public Result run(Command command, Output output) throws ConnectionException, InterruptedException {
            try {
                return shells.run(command, output);
            } catch (PctSource.Moved e) {
                if (!e.again()) {
                    throw e;
                }
                return shells.run(command, output);
            }
        }

        @Override
        public void put(InputStream source, RemoteFile file)
                throws ConnectionException, IOException, InterruptedException {
            settle(file.as());
            shells.put(source, file);
        }

        /* A stream that was read into the wrong node cannot be read again: find the container first. */
        private void settle(RunAs as) throws ConnectionException, InterruptedException {
            run(Command.argv("true").as(as), Output.NONE);
        }

        @Override
        public void get(String path, RunAs as, OutputStream target)
                throws ConnectionException, IOException, InterruptedException {
            try {
                shells.get(path, as, target);
            } catch (PctSource.Moved e) {
                if (!e.again()) {
                    throw e;
                }
                shells.get(path, as, target);
            }
        }

        @Override
        public void reset() {
            shells.reset();
        }

        @Override
        public String route() {
            return shells.route();
        }

        @Override
        public void close() {
            shells.close();
        }
    }
}

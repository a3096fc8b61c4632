package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.KnownConnections;
import dev.steward.runner.connection.shell.ShellConnection;
import dev.steward.runner.connection.shell.Wire;
import dev.steward.runner.connection.ssh.config.ClientConfig;
import dev.steward.runner.connection.ssh.kept.KeptSessions;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Connections by SSH. */
public final class Ssh implements KnownConnections.Kindred {

    private final ClientFiles files;
    private final Connector connector;
    private final Time time;
    private final Executor senders;

    /**
     * Connections of one user.
     *
     * @param home the folder {@code ~/.ssh}: config, known_hosts and keys are read there
     * @param agent the socket of ssh-agent, as {@code SSH_AUTH_SOCK} names it
     * @param time decides over time-outs
     * @param senders runs what may block in the network; must not queue
     */
    public Ssh(Path home, Optional<Path> agent, Time time, Executor senders) {
        this(ClientFiles.in(home), agent, time, senders);
    }

    /**
     * Connections of one user whose files may lie anywhere.
     *
     * @param files configuration, known_hosts and keys
     * @param agent the socket of ssh-agent, as {@code SSH_AUTH_SOCK} names it
     * @param time decides over time-outs
     * @param senders runs what may block in the network; must not queue
     */
    public Ssh(ClientFiles files, Optional<Path> agent, Time time, Executor senders) {
        this(files, agent, KeptSessions.none(time), time, senders);
    }

    /**
     * The same, which takes sessions that others left open and leaves its own.
     *
     * @param kept those sessions; not closed with this
     */
    public Ssh(ClientFiles files, Optional<Path> agent, KeptSessions kept, Time time, Executor senders) {
        this.files = files;
        this.connector = new Connector(new Identities(files.home(), agent), kept, time);
        this.time = time;
        this.senders = senders;
    }

    @Override
    public Connection to(ConnectionSettings settings) throws ConnectionException {
        SshSource source = new SshSource(routes(files).of(settings), connector);
        return new ShellConnection(source, time, senders, source);
    }

    /**
     * Shells on a host whose session several connections share, as the containers of a node do.
     *
     * @param settings of the host
     */
    public Shared shared(ConnectionSettings settings) throws ConnectionException {
        SshSource source = new SshSource(routes(files).of(settings), connector);
        return new Shared(source);
    }

    /**
     * A session that several share; closed when nobody needs it any more.
     *
     * @param way starts shells on it
     */
    public record Shared(Wire.Source way) implements AutoCloseable {

        @Override
        public void close() {
            ((SshSource) way).close();
        }
    }

    static Routes routes(ClientFiles files) throws ConnectionException {
        try {
            return new Routes(ClientConfig.read(files.config(), files.home()), files);
        } catch (IOException e) {
            throw new ConnectionException(Kind.CONFIGURATION, files.config() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        connector.close();
    }
}

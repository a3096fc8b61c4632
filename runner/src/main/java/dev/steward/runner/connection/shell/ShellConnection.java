package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.RemoteFile;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/** A connection through shells that a {@link Wire.Source} starts. */
public final class ShellConnection implements Connection {

    private final Wire.Source source;
    private final Time time;
    private final Executor senders;
    private final AutoCloseable closing;

    /**
     * A connection.
     *
     * @param source starts the shells
     * @param time decides over time-outs
     * @param senders runs the writing half of each command; must not queue
     * @param closing done at the close
     */
    public ShellConnection(Wire.Source source, Time time, Executor senders, AutoCloseable closing) {
        this.source = source;
        this.time = time;
        this.senders = senders;
        this.closing = closing;
    }

    @Override
    public Result run(Command command, Output output) throws ConnectionException, InterruptedException {
        try {
            return new Exchange(Job.of(command, output), source, time, senders).run();
        } catch (IOException e) {
            throw new ConnectionException(Kind.LOST, source.route() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void put(InputStream content, RemoteFile file)
            throws ConnectionException, IOException, InterruptedException {
        new Files(source, time, senders).put(content, file);
    }

    @Override
    public void get(String path, RunAs as, OutputStream target)
            throws ConnectionException, IOException, InterruptedException {
        new Files(source, time, senders).get(path, as, target);
    }

    @Override
    public void reset() {
        source.reset();
    }

    @Override
    public String route() {
        return source.route();
    }

    @Override
    public void close() {
        try {
            closing.close();
        } catch (Exception e) {
            throw new IllegalStateException("the connection of " + route() + " did not close", e);
        }
    }
}

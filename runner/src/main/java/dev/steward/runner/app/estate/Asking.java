package dev.steward.runner.app.estate;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.RemoteFile;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A way that asks before its first use whether the host may be entered; once it was, it is used to the end. */
final class Asking implements Connection {

    private final Connection way;
    private final Question question;
    private boolean entered;

    /** Why the host is to be left alone. */
    interface Question {

        Optional<String> why() throws ConnectionException, InterruptedException;
    }

    Asking(Connection way, Question question) {
        this.way = way;
        this.question = question;
    }

    private Connection open() throws ConnectionException, InterruptedException {
        synchronized (this) {
            if (entered) {
                return way;
            }
        }
        Optional<String> why = question.why();
        if (why.isPresent()) {
            throw new ConnectionException(Kind.ABSENT, why.get(), null);
        }
        synchronized (this) {
            entered = true;
        }
        return way;
    }

    @Override
    public Result run(Command command, Output output) throws ConnectionException, InterruptedException {
        return open().run(command, output);
    }

    @Override
    public void put(InputStream source, RemoteFile file) throws ConnectionException, IOException, InterruptedException {
        open().put(source, file);
    }

    @Override
    public void get(String path, RunAs as, OutputStream target)
            throws ConnectionException, IOException, InterruptedException {
        open().get(path, as, target);
    }

    @Override
    public void reset() {
        way.reset();
    }

    @Override
    public String route() {
        return way.route();
    }

    @Override
    public void close() {
        way.close();
    }
}

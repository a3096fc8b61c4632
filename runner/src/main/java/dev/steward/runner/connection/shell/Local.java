package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Output;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Shells on the machine itself, each in a session of its own, so that a kill never reaches beyond it. */
public final class Local implements Wire.Source {

    private static final int HIGHEST_SIGNAL = 31;

    private final Executor readers;
    private final String login = System.getProperty("user.name");

    /**
     * The machine itself.
     *
     * @param readers runs the readers of the shells' output; must not queue
     */
    public Local(Executor readers) {
        this.readers = readers;
    }

    @Override
    public Wire start(String line, Wire.Sink sink) throws ConnectionException {
        try {
            Process process = new ProcessBuilder("setsid", "sh", "-c", "cd ~ 2>/dev/null||cd /;" + line).start();
            return new Running(process, sink, readers);
        } catch (IOException e) {
            throw new ConnectionException(Kind.UNREACHABLE, "local: no shell could be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void reset() {
        // Nothing is kept open.
    }

    @Override
    public String login() {
        return login;
    }

    @Override
    public String route() {
        return "local " + login;
    }

    private static final class Running implements Wire {

        private final Process process;
        private final Sink sink;
        private final OutputStream input;
        private final Executor closing;
        private final AtomicInteger open = new AtomicInteger(3);

        Running(Process process, Sink sink, Executor readers) {
            this.process = process;
            this.sink = sink;
            this.closing = readers;
            this.input = new BufferedOutputStream(process.getOutputStream(), 16 << 10);
            readers.execute(() -> copy(process.getInputStream(), Output.Stream.STDOUT));
            readers.execute(() -> copy(process.getErrorStream(), Output.Stream.STDERR));
            process.onExit().thenRun(this::exited);
        }

        private void copy(InputStream from, Output.Stream stream) {
            byte[] buffer = new byte[16 << 10];
            try {
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    sink.accept(stream, buffer, 0, count);
                }
            } catch (IOException e) {
                // The stream was closed under the reader: as good as its end.
                open.get();
            } finally {
                open.decrementAndGet();
                sink.wake();
            }
        }

        /* The watcher of the protocol holds standard error until it sees the end of its input. */
        private void exited() {
            open.decrementAndGet();
            hangUp();
            sink.wake();
        }

        @Override
        public OutputStream input() {
            return input;
        }

        /* A sender that is stuck in a full pipe would hold up a close for ever; descriptors of the JDK lock so. */
        @Override
        public void hangUp() {
            closing.execute(() -> {
                try {
                    input.close();
                } catch (IOException e) {
                    // A pipe that is broken already has nobody left to tell.
                    sink.wake();
                }
            });
        }

        /** The JDK gives 128 + n for a death by signal n, as a shell does; a program's own status above 128 looks alike. */
        @Override
        public Optional<Ending> ending() {
            if (process.isAlive()) {
                return Optional.empty();
            }
            int status = process.exitValue();
            return Optional.of(new Ending(status, status > 128 && status <= 128 + HIGHEST_SIGNAL));
        }

        @Override
        public boolean closed() {
            return open.get() == 0;
        }

        @Override
        public void release(boolean healthy) {
            hangUp();
            process.destroyForcibly();
            try {
                process.getInputStream().close();
                process.getErrorStream().close();
            } catch (IOException e) {
                sink.wake();
            }
        }
    }
}

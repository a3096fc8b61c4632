package dev.steward.runner.connection.agent;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.shell.Wire;
import dev.steward.runner.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell in a VM. It begins with the first piece of its input, so that a short command costs one program and its answer;
 * from then on a thread fetches what it says. Fetching waits in the guest, and gathers longer the longer the shell runs.
 */
final class AgentWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(AgentWire.class);
    private static final int HIGHEST_SIGNAL = 31;
    private static final int FULL = 95;
    private static final int NO_BASE64 = 93;
    private static final int WAIT_TENTHS = 150;

    private final Agent agent;
    private final String line;
    private final Sink sink;
    private final Executor threads;
    private final Time time;
    private final Input input = new Input();
    private long began;
    private String folder;
    private Heard heard = Heard.NOTHING;
    private boolean hungUp;
    private boolean beginning;
    private boolean lost;
    private boolean released;

    AgentWire(Agent agent, String line, Sink sink, Executor threads, Time time) {
        this.agent = agent;
        this.line = line;
        this.sink = sink;
        this.threads = threads;
        this.time = time;
    }

    /** Gathers what is written into pieces; one thread writes. */
    private final class Input extends OutputStream {

        private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
        private long number;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int at = from;
            int left = count;
            while (left > 0) {
                int some = Math.min(left, Scripts.PIECE - piece.size());
                piece.write(bytes, at, some);
                at += some;
                left -= some;
                if (piece.size() == Scripts.PIECE) {
                    flush();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (piece.size() == 0) {
                return;
            }
            String text = Base64.getEncoder().encodeToString(piece.toByteArray());
            piece.reset();
            number++;
            try {
                if (number == 1) {
                    begun(text);
                } else {
                    feed(number, text);
                }
            } catch (ConnectionException e) {
                throw new IOException(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** A wire that never began ends when it is hung up: until then whoever waits is to hear the reason. */
    private void begun(String text) throws ConnectionException, InterruptedException, IOException {
        synchronized (this) {
            if (hungUp) {
                throw new IOException("hung up before it began");
            }
            beginning = true;
        }
        try {
            begin(text);
        } finally {
            synchronized (this) {
                beginning = false;
                lost |= folder == null && hungUp;
            }
            sink.wake();
        }
    }

    private void begin(String text) throws ConnectionException, InterruptedException {
        began = time.nanos();
        Agent.Ended first = agent.run(Scripts.begin(line), text);
        if (first.code() == NO_BASE64) {
            throw new ConnectionException(
                    Kind.UNREACHABLE, agent.route() + ": there is no base64 in the VM; install coreutils", null);
        }
        String[] parts = first.out().split("\n", 2);
        if (first.code() != 0 || parts.length < 2) {
            throw new ConnectionException(
                    Kind.UNREACHABLE,
                    agent.route() + ": no shell could be started ("
                            + first.err().strip() + ")",
                    null);
        }
        boolean unwanted;
        synchronized (this) {
            folder = parts[0];
            unwanted = released;
        }
        take(parts[1], first.err());
        if (unwanted) {
            leave();
        } else {
            if (hungUp()) {
                quit();
            }
            if (!closed()) {
                threads.execute(this::listen);
            }
        }
    }

    private void feed(long number, String text) throws ConnectionException, InterruptedException, IOException {
        int code = FULL;
        while (code == FULL) {
            if (hungUp() || closed()) {
                throw new IOException("the shell takes no more input");
            }
            code = agent.run(Scripts.feed(folder, number), text).code();
        }
        if (code != 0) {
            throw new IOException("the shell has ended");
        }
    }

    /** Hears the shell to its end. */
    private void listen() {
        try {
            while (!closed() && !done()) {
                Agent.Ended answer = agent.run(Scripts.fetch(folder, heard(), WAIT_TENTHS, gather()), "");
                if (answer.code() != 0) {
                    throw new ConnectionException(Kind.LOST, agent.route() + ": its folder is gone", null);
                }
                take(answer.out(), answer.err());
            }
        } catch (ConnectionException e) {
            lost(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(e);
        }
    }

    /** In tenths of a second: a shell that has run for long is not asked all the time. */
    private int gather() {
        long seconds = (time.nanos() - began) / 1_000_000_000;
        return seconds < 3 ? 0 : seconds < 30 ? 8 : 15;
    }

    private void lost(Exception e) {
        LOG.debug("{}", e.getMessage(), e);
        synchronized (this) {
            lost = true;
        }
        sink.wake();
    }

    private void take(String out, String err) throws ConnectionException {
        String[] parts = out.split("\n", 2);
        Heard now;
        try {
            now = Heard.of(parts[0]);
        } catch (IllegalArgumentException e) {
            throw new ConnectionException(Kind.LOST, agent.route() + ": " + e.getMessage(), e);
        }
        pass(Output.Stream.STDERR, err);
        pass(Output.Stream.STDOUT, parts.length > 1 ? parts[1] : "");
        synchronized (this) {
            heard = now;
        }
        sink.wake();
    }

    private void pass(Output.Stream stream, String text) {
        byte[] bytes = Agent.bytes(text);
        if (bytes.length > 0) {
            sink.accept(stream, bytes, 0, bytes.length);
        }
    }

    private synchronized Heard heard() {
        return heard;
    }

    private synchronized boolean done() {
        return released;
    }

    private synchronized boolean hungUp() {
        return hungUp;
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public void hangUp() {
        boolean begun;
        synchronized (this) {
            begun = folder != null && !hungUp;
            hungUp = true;
            lost |= folder == null && !beginning;
        }
        if (begun) {
            threads.execute(this::quit);
        }
    }

    private void quit() {
        visit(Scripts.quit(folder));
    }

    private void leave() {
        visit(Scripts.leave(folder));
    }

    private void visit(String[] program) {
        try {
            agent.run(program, "");
        } catch (ConnectionException e) {
            // nobody comes any more: the shell's own watcher then ends it
            LOG.debug("{}", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The shell in between gives 128 + n for a death by signal n; a program's own status above 128 looks alike. */
    @Override
    public Optional<Ending> ending() {
        return heard().status().stream()
                .mapToObj(status -> new Ending(status, status > 128 && status <= 128 + HIGHEST_SIGNAL))
                .findFirst();
    }

    @Override
    public synchronized boolean closed() {
        return lost || heard.over();
    }

    @Override
    public void release(boolean healthy) {
        boolean open;
        synchronized (this) {
            open = folder != null && !heard.over() && !released;
            released = true;
        }
        if (open) {
            threads.execute(this::leave);
        }
    }
}

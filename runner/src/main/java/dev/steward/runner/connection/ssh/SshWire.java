package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.shell.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A shell in an exec channel (RFC 4254 section 6.5). */
final class SshWire implements Wire {

    /** RFC 4254 section 6.10 names these, POSIX numbers most of them; a signal of another name counts as 1. */
    private static final List<String> SIGNALS = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM");

    private final Link link;
    private final ChannelExec channel;
    private final OutputStream input;
    private final ReentrantLock writing = new ReentrantLock();

    /** Opens the channel; the link's place for it is already taken. */
    SshWire(Link link, String line, Sink sink) throws JSchException, IOException {
        this.link = link;
        this.channel = link.exec();
        channel.setCommand(line);
        channel.setOutputStream(new Received(sink, Output.Stream.STDOUT));
        channel.setExtOutputStream(new Received(sink, Output.Stream.STDERR));
        OutputStream out = channel.getOutputStream();
        // Without a time-out of its own: with one JSch polls for the answer in steps of 10 ms.
        channel.connect();
        this.input = new Guarded(out);
    }

    @Override
    public OutputStream input() {
        return input;
    }

    /* A sender that is stuck, because the command does not read its input, keeps the lock: no end gets past it. */
    @Override
    public void hangUp() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            input.close();
        } catch (IOException e) {
            channel.disconnect();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<Ending> ending() {
        if (channel.getExitStatus() >= 0) {
            return Optional.of(new Ending(channel.getExitStatus(), false));
        }
        String signal = channel.getExitSignal();
        return Optional.ofNullable(signal).map(s -> new Ending(128 + Math.max(1, SIGNALS.indexOf(s)), true));
    }

    /* The exit status may come after the end of the output: only the end of the channel is the end. */
    @Override
    public boolean closed() {
        return channel.isClosed() || !channel.isConnected() || !link.alive();
    }

    @Override
    public void release(boolean healthy) {
        channel.disconnect();
        link.leave();
        if (!healthy) {
            link.drop();
        }
    }

    private static final class Received extends OutputStream {

        private final Sink sink;
        private final Output.Stream stream;

        Received(Sink sink, Output.Stream stream) {
            this.sink = sink;
            this.stream = stream;
        }

        @Override
        public void write(int value) {
            sink.accept(stream, new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            sink.accept(stream, bytes, offset, length);
        }

        @Override
        public void close() {
            sink.wake();
        }
    }

    private final class Guarded extends OutputStream {

        private final OutputStream out;

        Guarded(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.lock();
            try {
                out.write(bytes, offset, length);
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void flush() throws IOException {
            writing.lock();
            try {
                out.flush();
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}

package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.connection.Shell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The writing half of an {@link Exchange}: connects, gives sudo its password, sends program and input. */
final class Sender implements Runnable {

    private final Job job;
    private final Wire.Source source;
    private final Exchange exchange;

    Sender(Job job, Wire.Source source, Exchange exchange) {
        this.job = job;
        this.source = source;
        this.exchange = exchange;
    }

    @Override
    public void run() {
        try {
            RunAs as = job.command().as();
            byte[] program = Protocol.program(
                    job.command(), job.hasInput(), job.becomes(source.login()).isPresent());
            Wire wire = source.start(Protocol.line(as, source.login()), exchange);
            if (exchange.keep(wire)) {
                if (Protocol.asks(as, source.login())) {
                    authorise(wire, as);
                }
                transmit(wire, program);
            }
        } catch (ConnectionException | RuntimeException e) {
            exchange.fail(e);
        } catch (IOException e) {
            if (e.getCause() instanceof ConnectionException told) {
                exchange.fail(told);
                return;
            }
            // The host takes no more input: the command ended early or the link is gone, and the wire's end tells
            // which.
            exchange.wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives sudo the password when it asks for it, once: a second try could lock an account. */
    private void authorise(Wire wire, RunAs as) throws IOException, InterruptedException, ConnectionException {
        if (!exchange.asked(1)) {
            return;
        }
        wire.input().write(Shell.bytes(as.password().orElseThrow().reveal() + "\n"));
        wire.input().flush();
        if (exchange.asked(2)) {
            throw new ConnectionException(
                    Kind.REFUSED,
                    source.route() + ": sudo does not accept the password of " + source.login()
                            + "; check ansible_become_password, or what was typed for -K",
                    null);
        }
    }

    private void transmit(Wire wire, byte[] program) throws IOException {
        if (!exchange.wanted()) {
            return;
        }
        OutputStream out = wire.input();
        out.write(program);
        if (job.hasInput()) {
            frames(
                    out,
                    job.input()
                            .orElseGet(
                                    () -> new ByteArrayInputStream(job.command().stdin())));
        }
        out.flush();
    }

    private void frames(OutputStream out, InputStream input) throws IOException {
        byte[] frame = new byte[Math.min(Protocol.FRAME, Math.max(4096, input.available()))];
        for (int count = read(input, frame); count > 0; count = read(input, frame)) {
            out.write((count + "\n").getBytes(StandardCharsets.US_ASCII));
            out.write(frame, 0, count);
            exchange.moved();
        }
        out.write("0\n".getBytes(StandardCharsets.US_ASCII));
    }

    private int read(InputStream input, byte[] frame) throws IOException {
        try {
            return input.readNBytes(frame, 0, frame.length);
        } catch (IOException e) {
            exchange.fail(e);
            throw e;
        }
    }
}

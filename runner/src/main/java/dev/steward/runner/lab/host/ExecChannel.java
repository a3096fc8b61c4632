package dev.steward.runner.lab.host;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Budget;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.Pipe;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.process.User;
import dev.steward.runner.lab.tool.Accounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** One command that came in by SSH: a login's processes with the channel as their three streams (RFC 4254 section 6). */
final class ExecChannel implements Command {

    private static final long STEPS = 40_000_000;
    private static final long BYTES = 1L << 30;

    private final String line;
    private final DemoHost host;
    private final Executor threads;
    private final Pipe input;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private final AtomicBoolean shut = new AtomicBoolean();
    private volatile boolean gone;
    private Proc proc;

    ExecChannel(String line, DemoHost host, Executor threads) {
        this.line = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        this.host = host;
        this.threads = threads;
        this.input = new Pipe(host.machine());
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        // The exit status is sent when the process ends, the channel closed when nobody writes any more; MINA's does
        // both at once.
        gone = false;
    }

    /** An output of the channel. */
    private final class Output extends OpenFile {

        private final OutputStream stream;

        Output(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public synchronized void write(Proc writer, byte[] bytes, int from, int count) {
            writer.check();
            if (gone || !host.up()) {
                Pipe.broken(writer);
            }
            try {
                stream.write(bytes, from, count);
                stream.flush();
            } catch (IOException e) {
                gone = true;
                Pipe.broken(writer);
            }
        }
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
        Machine machine = host.machine();
        User user = Accounts.user(machine, channel.getSession().getUsername())
                .orElseThrow(() -> new IOException("no such user"));
        Output standard = new Output(out);
        Output error = new Output(err);
        try {
            proc = machine.processes().login(user, new Budget(STEPS, BYTES));
        } catch (FileException e) {
            throw new IOException(Errno.EAGAIN.text(), e);
        }
        proc.files().set(0, input.input());
        proc.files().set(1, standard.hold());
        proc.files().set(2, error.hold());
        String[] home = Accounts.homeAndShell(machine, user.name());
        proc.folder(machine.files().look(proc.who(), home[0]) == null ? "/" : home[0]);
        environment(channel, user, home);
        env.addSignalListener((any, signal) -> proc.signal(signal.getNumeric()));
        threads.execute(this::pump);
        machine.processes().runAside(proc, self -> Exec.replace(self, "sshd", List.of(home[1], "-c", line)));
        threads.execute(() -> finish(channel, standard, error));
    }

    private void environment(ChannelSession channel, User user, String[] home) {
        Map<String, String> environment = proc.environment();
        InetSocketAddress client =
                (InetSocketAddress) channel.getSession().getIoSession().getRemoteAddress();
        environment.put("USER", user.name());
        environment.put("LOGNAME", user.name());
        environment.put("HOME", home[0]);
        environment.put(
                "PATH",
                user.uid() == 0
                        ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                        : "/usr/local/bin:/usr/bin:/bin:/usr/games");
        environment.put("SHELL", home[1]);
        environment.put("MAIL", "/var/mail/" + user.name());
        environment.put("SSH_CLIENT", "127.0.0.1 " + client.getPort() + " 22");
        environment.put("SSH_CONNECTION", "127.0.0.1 " + client.getPort() + " 127.0.0.1 22");
    }

    private void pump() {
        byte[] block = new byte[1 << 15];
        try {
            for (int count = in.read(block); count >= 0 && !gone; count = in.read(block)) {
                input.feed(block, count);
            }
        } catch (IOException e) {
            gone = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shut();
        }
    }

    /** The command's input ends with the link, and, as with OpenSSH, with the command: what it left behind sees that. */
    private void shut() {
        if (shut.compareAndSet(false, true)) {
            input.output().release();
        }
    }

    private void finish(ChannelSession channel, Output standard, Output error) {
        Machine machine = host.machine();
        try {
            wait(machine, () -> proc.finished());
            if (!host.up()) {
                return;
            }
            ending(channel);
            shut();
            wait(machine, () -> gone || standard.holders() == 1 && error.holders() == 1);
            channel.close(false);
        } catch (IOException e) {
            gone = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void wait(Machine machine, java.util.function.BooleanSupplier done) throws InterruptedException {
        synchronized (machine) {
            while (!done.getAsBoolean()) {
                machine.wait(100);
            }
        }
    }

    private void ending(ChannelSession channel) throws IOException {
        if (gone) {
            return;
        }
        boolean killed = proc.signalled() > 0;
        Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        buffer.putUInt(channel.getRecipient());
        buffer.putString(killed ? "exit-signal" : "exit-status");
        buffer.putBoolean(false);
        if (killed) {
            buffer.putString(Signal.name(proc.signalled()));
            buffer.putBoolean(false);
            buffer.putString("");
            buffer.putString("");
        } else {
            buffer.putUInt(proc.status());
        }
        channel.writePacket(buffer);
    }

    @Override
    public void destroy(ChannelSession channel) {
        gone = true;
        synchronized (host.machine()) {
            host.machine().notifyAll();
        }
    }
}

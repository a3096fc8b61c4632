package dev.steward.runner.lab.pve.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.host.DemoHost;
import dev.steward.runner.lab.process.Budget;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.Pipe;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.User;
import dev.steward.runner.lab.pve.guest.AgentCalls;
import dev.steward.runner.lab.pve.state.GuestShell;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;

/** A demo host as the inside of a guest, or as the machine of a node. */
public final class DemoShell implements GuestShell {

    static final long STEPS = 40_000_000;
    static final long BYTES = 1L << 30;

    private final DemoHost host;

    /** Around a host of the demo. */
    public DemoShell(DemoHost host) {
        this.host = host;
    }

    public DemoHost host() {
        return host;
    }

    @Override
    public void power(boolean on) {
        if (on) {
            host.on();
        } else {
            host.off();
        }
    }

    /** An output kept in memory, as much of it as the agent keeps. */
    private static final class Kept extends OpenFile {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(Proc writer, byte[] source, int from, int count) {
            writer.check();
            bytes.write(source, from, Math.min(count, Math.max(0, AgentCalls.KEPT + 1 - bytes.size())));
        }

        synchronized byte[] all() {
            return bytes.toByteArray();
        }
    }

    @Override
    public boolean run(List<String> command, byte[] input, Consumer<Ended> then) {
        Machine machine = host.machine();
        Proc proc = login(machine);
        if (proc == null
                || Exec.find(proc, command.get(0))
                        .filter(path -> exists(proc, path))
                        .isEmpty()) {
            if (proc != null) {
                machine.processes().runHere(proc, self -> 127);
            }
            return false;
        }
        Kept out = new Kept();
        Kept err = new Kept();
        Pipe pipe = new Pipe(machine);
        proc.files().set(0, pipe.input());
        proc.files().set(1, out);
        proc.files().set(2, err);
        Proc feeder = login(machine);
        Proc waiter = login(machine);
        if (feeder == null || waiter == null) {
            return false;
        }
        machine.processes().runAside(feeder, self -> feed(pipe, input));
        machine.processes().runAside(proc, self -> Exec.replace(self, "qemu-ga", command));
        machine.processes().runAside(waiter, self -> {
            int status = machine.processes().await(self, proc);
            then.accept(new Ended(status, proc.signalled(), out.all(), err.all()));
            return 0;
        });
        return true;
    }

    private static boolean exists(Proc proc, String path) {
        return proc.machine().files().look(proc.who(), path) != null;
    }

    static Proc login(Machine machine) {
        try {
            Proc proc = machine.processes().entered(User.ROOT, new Budget(STEPS, BYTES));
            proc.folder("/");
            proc.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
            return proc;
        } catch (FileException e) {
            return null;
        }
    }

    private static int feed(Pipe pipe, byte[] input) {
        try {
            pipe.feed(input, input.length);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            pipe.output().release();
        }
    }
}

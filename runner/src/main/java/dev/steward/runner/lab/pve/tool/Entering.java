package dev.steward.runner.lab.pve.tool;

import dev.steward.runner.lab.host.DemoHost;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Killed;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.Pipe;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import java.util.List;

/** A command of a node that becomes a command inside a container, with its three streams and its exit status (lxc-attach). */
final class Entering {

    private static final int BLOCK = 1 << 15;

    private final Call call;
    private final DemoHost guest;

    Entering(Call call, DemoHost guest) {
        this.call = call;
        this.guest = guest;
    }

    /** The container's end of one of the node's outputs. */
    private static final class Through extends OpenFile {

        private final Proc outside;
        private final OpenFile file;

        Through(Proc outside, OpenFile file) {
            this.outside = outside;
            this.file = file;
        }

        @Override
        public void write(Proc writer, byte[] bytes, int from, int count) {
            writer.check();
            try {
                file.write(outside, bytes, from, count);
            } catch (Killed e) {
                // The command on the node is gone; to the one in the container that is a broken pipe.
                Pipe.broken(writer);
            }
        }
    }

    int run(List<String> argv, boolean keep) {
        Machine inside = guest.machine();
        Proc proc = DemoShell.login(inside);
        if (proc == null) {
            return call.fail(255, "cannot fork in the container");
        }
        if (keep) {
            proc.environment().putAll(call.proc().environment());
        }
        proc.environment().put("container", "lxc");
        Pipe input = new Pipe(inside);
        proc.files().set(0, input.input());
        proc.files().set(1, new Through(call.proc(), call.proc().files().get(1)));
        proc.files().set(2, new Through(call.proc(), call.proc().files().get(2)));
        Proc pump = call.proc().fork();
        pump.files().close(1);
        pump.files().close(2);
        call.machine().processes().runAside(pump, self -> pump(self, input));
        inside.processes().runAside(proc, self -> {
            try {
                return Exec.replace(self, "lxc-attach", argv);
            } finally {
                ring(call.machine());
            }
        });
        return await(proc, pump);
    }

    private int await(Proc proc, Proc pump) {
        try {
            call.machine().await(call.proc(), proc::finished);
            return proc.status();
        } catch (Killed e) {
            proc.signal(Signal.KILL);
            throw e;
        } finally {
            pump.signal(Signal.KILL);
        }
    }

    private static void ring(Machine machine) {
        synchronized (machine) {
            machine.notifyAll();
        }
    }

    private static int pump(Proc self, Pipe input) {
        OpenFile from = self.files().get(0);
        byte[] block = new byte[BLOCK];
        try {
            int count = from == null ? -1 : from.read(self, block, 0, BLOCK);
            while (count >= 0 && input.feed(block, count)) {
                count = from.read(self, block, 0, BLOCK);
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            input.output().release();
        }
    }
}

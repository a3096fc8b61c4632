package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.process.Machine;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.Proc;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;

/** The advisory locks of a host, as flock(2): held by an open file until it is closed everywhere. */
public final class Locks {

    private final Machine machine;
    private final Map<Node, OpenFile> held = new IdentityHashMap<>();

    private Locks(Machine machine) {
        this.machine = machine;
    }

    /** The locks of a machine. */
    public static Locks of(Machine machine) {
        return machine.part(Locks.class, () -> new Locks(machine));
    }

    /** Takes a lock, waiting for it until an end; whether it was taken. */
    public boolean take(Proc proc, OpenFile file, Instant end) {
        synchronized (machine) {
            boolean free = machine.awaitUntil(proc, () -> free(file), end);
            if (free) {
                held.put(file.node(), file);
            }
            return free;
        }
    }

    private boolean free(OpenFile file) {
        OpenFile holder = held.get(file.node());
        return holder == null || holder == file || holder.holders() < 1;
    }

    /** Gives a lock back. */
    public void release(OpenFile file) {
        synchronized (machine) {
            held.remove(file.node(), file);
            machine.notifyAll();
        }
    }
}

package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Device;
import java.util.Map;
import java.util.WeakHashMap;

/** The named pipes in use on a host (fifo(7)): opening waits for the other end. */
final class Fifos {

    private final Map<Device, Ends> ends = new WeakHashMap<>();

    private static final class Ends {
        private Pipe pipe;
        private int readers;
        private int writers;
    }

    static OpenFile open(Proc proc, Device device, boolean writing) {
        Machine machine = proc.machine();
        synchronized (machine) {
            Ends found = machine.fifos().ends.computeIfAbsent(device, any -> new Ends());
            if (found.pipe == null
                    || found.pipe.input().holders() < 1
                    || found.pipe.output().holders() < 1) {
                found.pipe = new Pipe(machine);
                found.readers = 0;
                found.writers = 0;
            }
            Pipe pipe = found.pipe;
            OpenFile mine = writing ? pipe.output() : pipe.input();
            if (writing ? found.writers++ > 0 : found.readers++ > 0) {
                mine.hold();
            }
            machine.notifyAll();
            machine.await(proc, () -> writing ? found.readers > 0 : found.writers > 0);
            return mine;
        }
    }
}

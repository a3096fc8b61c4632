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
            Ends found = ends(machine, device);
            OpenFile mine = end(found, writing);
            machine.notifyAll();
            machine.await(proc, () -> writing ? found.readers > 0 : found.writers > 0);
            return mine;
        }
    }

    /** Opens both ends at once, which waits for nobody. */
    static OpenFile open(Machine machine, Device device) {
        synchronized (machine) {
            Ends found = ends(machine, device);
            OpenFile both = new Both(end(found, false), end(found, true));
            machine.notifyAll();
            return both;
        }
    }

    private static Ends ends(Machine machine, Device device) {
        Ends found = machine.fifos().ends.computeIfAbsent(device, any -> new Ends());
        if (found.pipe == null
                || found.pipe.input().holders() < 1
                || found.pipe.output().holders() < 1) {
            found.pipe = new Pipe(machine);
            found.readers = 0;
            found.writers = 0;
        }
        return found;
    }

    private static OpenFile end(Ends ends, boolean writing) {
        OpenFile mine = writing ? ends.pipe.output() : ends.pipe.input();
        if (writing ? ends.writers++ > 0 : ends.readers++ > 0) {
            mine.hold();
        }
        return mine;
    }

    /** Both ends in one descriptor. */
    private static final class Both extends OpenFile {

        private final OpenFile input;
        private final OpenFile output;

        Both(OpenFile input, OpenFile output) {
            this.input = input;
            this.output = output;
        }

        @Override
        public int read(Proc reader, byte[] into, int from, int most) {
            return input.read(reader, into, from, most);
        }

        @Override
        public void write(Proc writer, byte[] bytes, int from, int count) {
            output.write(writer, bytes, from, count);
        }

        @Override
        public boolean ready() {
            return input.ready();
        }

        @Override
        protected void closed() {
            input.release();
            output.release();
        }
    }
}

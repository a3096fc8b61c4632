package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;

/** A pipe of 64 KiB with its two ends. */
public final class Pipe {

    private static final int SIZE = 1 << 16;
    private static final long SLICE = 200;

    private final Machine machine;
    private final byte[] ring = new byte[SIZE];
    private int start;
    private int filled;
    private boolean writable = true;
    private boolean readable = true;
    private final OpenFile input = new Input();
    private final OpenFile output = new Output();

    /** A pipe on a machine. */
    public Pipe(Machine machine) {
        this.machine = machine;
    }

    /** The end to read from. */
    public OpenFile input() {
        return input;
    }

    /** The end to write to. */
    public OpenFile output() {
        return output;
    }

    /** Writes from outside the host; whether anybody still reads. */
    public boolean feed(byte[] bytes, int count) throws InterruptedException {
        int done = 0;
        synchronized (machine) {
            while (done < count && readable) {
                if (filled == SIZE) {
                    machine.wait(SLICE);
                    continue;
                }
                done += put(bytes, done, count - done);
                machine.notifyAll();
            }
            return readable;
        }
    }

    private int put(byte[] bytes, int from, int most) {
        int end = (start + filled) % SIZE;
        int count = Math.min(Math.min(most, SIZE - filled), SIZE - end);
        System.arraycopy(bytes, from, ring, end, count);
        filled += count;
        return count;
    }

    private final class Input extends OpenFile {

        @Override
        public int read(Proc reader, byte[] into, int from, int most) {
            synchronized (machine) {
                machine.await(reader, () -> filled > 0 || !writable);
                if (filled == 0) {
                    return -1;
                }
                int count = Math.min(Math.min(most, filled), SIZE - start);
                System.arraycopy(ring, start, into, from, count);
                start = (start + count) % SIZE;
                filled -= count;
                machine.notifyAll();
                return count;
            }
        }

        @Override
        public boolean ready() {
            synchronized (machine) {
                return filled > 0 || !writable;
            }
        }

        @Override
        protected void closed() {
            synchronized (machine) {
                readable = false;
                machine.notifyAll();
            }
        }
    }

    private final class Output extends OpenFile {

        @Override
        public void write(Proc writer, byte[] bytes, int from, int count) {
            writer.wrote(count);
            int done = 0;
            synchronized (machine) {
                while (done < count) {
                    machine.await(writer, () -> filled < SIZE || !readable);
                    if (!readable) {
                        broken(writer);
                    }
                    done += put(bytes, from + done, count - done);
                    machine.notifyAll();
                }
            }
        }

        @Override
        protected void closed() {
            synchronized (machine) {
                writable = false;
                machine.notifyAll();
            }
        }
    }

    /** What happens to a process that writes where nobody reads. */
    public static void broken(Proc writer) {
        writer.signal(Signal.PIPE);
        writer.check();
        throw new FileException(Errno.EPIPE);
    }
}

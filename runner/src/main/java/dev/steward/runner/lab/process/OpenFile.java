package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import java.util.concurrent.atomic.AtomicInteger;

/** An open file description: shared by every descriptor that was duplicated or inherited from the one that opened it. */
public abstract class OpenFile {

    private final AtomicInteger holders = new AtomicInteger(1);

    /** Reads what there is, waiting for the first byte; -1 at the end. */
    public int read(Proc reader, byte[] into, int from, int most) {
        throw new FileException(Errno.EBADF);
    }

    /** Writes all of it. */
    public void write(Proc writer, byte[] bytes, int from, int count) {
        throw new FileException(Errno.EBADF);
    }

    /** Goes back by some bytes where that is possible. */
    public boolean back(long bytes) {
        return false;
    }

    /** What it was opened on; null where that has no name. */
    public Node node() {
        return null;
    }

    /** Whether a read would find something (or the end) at once. */
    public boolean ready() {
        return true;
    }

    /** When nobody holds it any more. */
    protected void closed() {}

    public final OpenFile hold() {
        holders.incrementAndGet();
        return this;
    }

    public final void release() {
        if (holders.decrementAndGet() == 0) {
            closed();
        }
    }

    /** How many descriptors lead here. */
    public final int holders() {
        return holders.get();
    }
}

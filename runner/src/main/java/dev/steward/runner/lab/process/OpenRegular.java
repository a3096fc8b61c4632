package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.RegularFile;
import java.util.Arrays;

/** A regular file with its place. */
public final class OpenRegular extends OpenFile {

    private final RegularFile file;
    private final Access access;
    private final Machine machine;
    private final byte[] snapshot;
    private long place;

    /** How a file is open. */
    public enum Access {
        READ,
        WRITE,
        APPEND,
        BOTH
    }

    OpenRegular(Machine machine, RegularFile file, Access access) {
        this.machine = machine;
        this.file = file;
        this.access = access;
        this.snapshot = file.live() ? file.bytes() : null;
    }

    @Override
    public synchronized int read(Proc reader, byte[] into, int from, int most) {
        if (access == Access.WRITE || access == Access.APPEND) {
            throw new FileException(Errno.EBADF);
        }
        int count = snapshot == null ? file.read(place, into, from, most) : fromSnapshot(into, from, most);
        place += Math.max(count, 0);
        return count;
    }

    private int fromSnapshot(byte[] into, int from, int most) {
        if (place >= snapshot.length) {
            return -1;
        }
        byte[] part = Arrays.copyOfRange(snapshot, (int) place, (int) Math.min(snapshot.length, place + most));
        System.arraycopy(part, 0, into, from, part.length);
        return part.length;
    }

    @Override
    public synchronized void write(Proc writer, byte[] bytes, int from, int count) {
        if (access == Access.READ) {
            throw new FileException(Errno.EBADF);
        }
        writer.wrote(count);
        place = access == Access.APPEND ? file.size() : place;
        file.write(place, bytes, from, count);
        place += count;
        file.touched(file.accessed(), machine.now(), machine.now());
    }

    @Override
    public synchronized boolean back(long bytes) {
        place = Math.max(0, place - bytes);
        return true;
    }

    @Override
    public Node node() {
        return file;
    }
}

package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import java.util.Map;
import java.util.TreeMap;

/** The file descriptors of one process. */
public final class Descriptors {

    private static final int MOST = 256;

    private final Map<Integer, OpenFile> open = new TreeMap<>();

    /** The file of a number, or null. */
    public synchronized OpenFile get(int number) {
        return open.get(number);
    }

    /** Puts a file there, closing what was there; takes over the caller's hold. */
    public synchronized void set(int number, OpenFile file) {
        if (open.size() >= MOST) {
            file.release();
            throw new FileException(Errno.EMFILE);
        }
        OpenFile old = open.put(number, file);
        if (old != null) {
            old.release();
        }
    }

    /** Closes a number, if it is open. */
    public synchronized void close(int number) {
        OpenFile old = open.remove(number);
        if (old != null) {
            old.release();
        }
    }

    /** Takes a file out without closing it; null where there is none. */
    public synchronized OpenFile take(int number) {
        return open.remove(number);
    }

    synchronized void inherit(Descriptors parent) {
        synchronized (parent) {
            parent.open.forEach((number, file) -> open.put(number, file.hold()));
        }
    }

    synchronized void closeAll() {
        open.values().forEach(OpenFile::release);
        open.clear();
    }
}

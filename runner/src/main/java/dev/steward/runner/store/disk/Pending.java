package dev.steward.runner.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.TreeMap;

/** Parts of a file that are not in it yet, none over another. For one thread at a time that changes it, or several that read. */
final class Pending {

    private final TreeMap<Long, ByteBuffer> parts = new TreeMap<>();
    private long bytes;

    /** How much memory is held, in bytes. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * Takes a part over what is there.
     *
     * @param part is kept, and must not change any more
     */
    void put(long at, ByteBuffer part) {
        long end = at + part.remaining();
        bytes += part.remaining();
        Map.Entry<Long, ByteBuffer> before = parts.lowerEntry(at);
        if (before != null && end(before) > at) {
            long start = before.getKey();
            parts.put(start, slice(before.getValue(), 0, at - start));
            if (end(before) > end) {
                parts.put(end, slice(before.getValue(), end - start, end(before) - start));
            }
        }
        Map.Entry<Long, ByteBuffer> over = parts.ceilingEntry(at);
        while (over != null && over.getKey() < end) {
            parts.remove(over.getKey());
            if (end(over) > end) {
                parts.put(end, slice(over.getValue(), end - over.getKey(), end(over) - over.getKey()));
            }
            over = parts.ceilingEntry(at);
        }
        if (end > at) {
            parts.put(at, part.slice());
        }
    }

    /**
     * Lays what is pending over what was read of the file.
     *
     * @param into from its position to its limit; both stay
     * @param at where in the file its position is
     */
    void over(ByteBuffer into, long at) {
        long end = at + into.remaining();
        Long first = parts.floorKey(at);
        for (Map.Entry<Long, ByteBuffer> part :
                parts.subMap(first == null ? at : first, true, end, false).entrySet()) {
            long from = Math.max(at, part.getKey());
            long to = Math.min(end, end(part));
            if (from < to) {
                ByteBuffer piece = slice(part.getValue(), from - part.getKey(), to - part.getKey());
                into.put(into.position() + (int) (from - at), piece, 0, piece.remaining());
            }
        }
    }

    /** Writes all of it; it stays here. */
    void to(FileChannel file) throws IOException {
        for (Map.Entry<Long, ByteBuffer> part : parts.entrySet()) {
            whole(file, part.getValue().duplicate(), part.getKey());
        }
    }

    /** Writes to the last byte. */
    static void whole(FileChannel file, ByteBuffer content, long at) throws IOException {
        long where = at;
        while (content.hasRemaining()) {
            where += file.write(content, where);
        }
    }

    private static long end(Map.Entry<Long, ByteBuffer> part) {
        return part.getKey() + part.getValue().remaining();
    }

    private static ByteBuffer slice(ByteBuffer part, long from, long to) {
        return part.slice((int) from, (int) (to - from));
    }
}

package dev.steward.runner.connection.shell;

import java.util.Arrays;

/** Keeps the end of a stream in bounded memory. Not thread-safe. */
final class Tail {

    private final int limit;
    private byte[] ring = new byte[0];
    private int start;
    private int size;
    private boolean cut;

    Tail(int limit) {
        this.limit = limit;
    }

    void add(byte[] bytes, int offset, int length) {
        int from = offset;
        int count = length;
        if (count > limit) {
            from += count - limit;
            count = limit;
            cut = true;
        }
        grow(size + count);
        int over = Math.max(0, size + count - ring.length);
        if (over > 0) {
            start = (start + over) % ring.length;
            size -= over;
            cut = true;
        }
        if (count > 0) {
            int end = (start + size) % ring.length;
            int first = Math.min(count, ring.length - end);
            System.arraycopy(bytes, from, ring, end, first);
            System.arraycopy(bytes, from + first, ring, 0, count - first);
            size += count;
        }
    }

    boolean cut() {
        return cut;
    }

    byte[] bytes() {
        byte[] all = new byte[size];
        int first = Math.min(size, ring.length - start);
        System.arraycopy(ring, start, all, 0, first);
        System.arraycopy(ring, 0, all, first, size - first);
        return all;
    }

    /* Until the ring has its full length nothing was ever dropped, so start is 0 and copying keeps the order. */
    private void grow(int wanted) {
        if (wanted > ring.length && ring.length < limit) {
            ring = Arrays.copyOf(ring, Math.min(limit, Math.max(wanted, Math.max(256, ring.length * 2))));
        }
    }
}

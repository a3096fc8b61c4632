package dev.steward.runner.lab.file;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A file; its content lives in memory and counts against the host's disk. */
public final class RegularFile extends Node {

    private static final int LARGEST = 96 << 20;

    private final AtomicLong free;
    private final Supplier<byte[]> computed;
    private String program = "";
    private byte[] content = new byte[0];
    private int length;

    RegularFile(long inode, int mode, Instant born, AtomicLong free, Supplier<byte[]> computed) {
        super(inode, mode, born);
        this.free = free;
        this.computed = computed;
    }

    @Override
    public char letter() {
        return '-';
    }

    @Override
    public int format() {
        return 0100000;
    }

    @Override
    public String kind() {
        return size() == 0 ? "regular empty file" : "regular file";
    }

    @Override
    public synchronized long size() {
        return computed == null ? length : 0;
    }

    /** The name of the host's program that this file is; empty for any other file. */
    public synchronized String program() {
        return program;
    }

    void program(String name) {
        program = name;
    }

    /** Whether its content is made at each reading, as under /proc. */
    public boolean live() {
        return computed != null;
    }

    /** A copy of the content. */
    public synchronized byte[] bytes() {
        return computed == null ? Arrays.copyOf(content, length) : computed.get();
    }

    /** Reads at a place; -1 at the end. */
    public synchronized int read(long place, byte[] into, int from, int most) {
        if (place >= length) {
            return -1;
        }
        int count = (int) Math.min(most, length - place);
        System.arraycopy(content, (int) place, into, from, count);
        return count;
    }

    /** Writes at a place, growing the file with zeros where it must. */
    public synchronized void write(long place, byte[] source, int from, int count) {
        if (computed != null) {
            throw new FileException(Errno.EINVAL);
        }
        grow(place + count);
        System.arraycopy(source, from, content, (int) place, count);
        length = (int) Math.max(length, place + count);
        program = "";
    }

    /** Cuts or lengthens. */
    public synchronized void length(long size) {
        if (computed != null) {
            return;
        }
        grow(size);
        if (size < length) {
            free.addAndGet(length - size);
            Arrays.fill(content, (int) size, length, (byte) 0);
        }
        length = (int) size;
    }

    /** Replaces the whole content. */
    public synchronized void bytes(byte[] all) {
        length(0);
        write(0, all, 0, all.length);
    }

    synchronized void dropped() {
        free.addAndGet(length);
    }

    private void grow(long size) {
        if (size > LARGEST || size - length > free.get()) {
            throw new FileException(Errno.ENOSPC);
        }
        if (size > length) {
            free.addAndGet(length - size);
        }
        if (size > content.length) {
            content = Arrays.copyOf(content, (int) Math.min(LARGEST, Math.max(size, content.length * 3L / 2)));
        }
    }
}

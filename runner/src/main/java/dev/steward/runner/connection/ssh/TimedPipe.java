package dev.steward.runner.connection.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A pipe between threads whose reads time out, as those of a socket do. */
final class TimedPipe extends InputStream {

    private static final int SIZE = 256 << 10;

    private final byte[] ring = new byte[SIZE];
    private final long patience;
    private int start;
    private int size;
    private boolean ended;

    TimedPipe(Duration patience) {
        this.patience = patience.toMillis();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        if (size == 0 && !ended) {
            pause(patience);
        }
        if (size == 0 && !ended) {
            throw new SocketTimeoutException("nothing came for " + patience + " ms");
        }
        if (size == 0) {
            return -1;
        }
        int count = Math.min(length, Math.min(size, SIZE - start));
        System.arraycopy(ring, start, bytes, offset, count);
        start = (start + count) % SIZE;
        size -= count;
        notifyAll();
        return count;
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    /** Where the other thread writes. */
    OutputStream end() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                add(bytes, offset, length);
            }

            @Override
            public void close() {
                TimedPipe.this.close();
            }
        };
    }

    private synchronized void add(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            while (size == SIZE && !ended) {
                pause(0);
            }
            if (ended) {
                throw new IOException("closed");
            }
            int end = (start + size) % SIZE;
            int count = Math.min(left, Math.min(SIZE - size, SIZE - end));
            System.arraycopy(bytes, from, ring, end, count);
            size += count;
            from += count;
            left -= count;
            notifyAll();
        }
    }

    private void pause(long millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

package dev.steward.runner.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The writes to a file in their order. A header of 512 bytes (what it is, a number of its own, and what the file was when it began),
 * then records: length (-1: the file was cut to that size), position, sum, content. The sum is over the header's number and the record's
 * own place as well, so that nothing of an earlier use is taken for a record of this one.
 */
final class Journal implements AutoCloseable {

    private static final long KIND = 0x5374657741724a31L;
    private static final int HEADER = 512;
    private static final int FRONT = 4 + 8 + 4;
    private static final int CUT = -1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FileChannel channel;
    private long number;
    private volatile long end;
    private volatile IOException failed;

    /** On a file that is there, empty or not. */
    Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes what a record says. */
    interface Reader {

        void written(long at, ByteBuffer content) throws IOException;

        void cut(long size) throws IOException;
    }

    /** How long it is, in bytes. */
    long length() {
        return end;
    }

    /**
     * Tells all whole records from the first on.
     *
     * @param now what the file's headers say
     * @return false: the file is another than the journal's, or somebody wrote to it without the journal; nothing was told
     */
    boolean replay(Base now, Reader reader) throws IOException {
        ByteBuffer header = read(0, HEADER);
        if (header == null || header.getLong(0) != KIND || header.getInt(HEADER - 4) != sum(header, 0, HEADER - 4)) {
            return true;
        }
        number = header.getLong(8);
        if (!now.equals(Base.NONE)
                && !bases(new Base(header.getLong(16), header.getLong(24))).contains(now)) {
            return false;
        }
        each(reader);
        return true;
    }

    /** All that the file's headers can be: what they were at first, and what was written to its beginning since. */
    private Set<Base> bases(Base first) throws IOException {
        Set<Base> all = new HashSet<>(Set.of(first));
        each(new Reader() {
            @Override
            public void written(long at, ByteBuffer content) {
                if (at == 0) {
                    all.add(Base.of(content));
                }
            }

            @Override
            public void cut(long size) {}
        });
        return all;
    }

    private void each(Reader reader) throws IOException {
        long at = HEADER;
        for (ByteBuffer front = read(at, FRONT); front != null; front = read(at, FRONT)) {
            int length = front.getInt(0);
            ByteBuffer content = length == CUT ? ByteBuffer.allocate(0) : length < 0 ? null : read(at + FRONT, length);
            if (content == null || front.getInt(12) != sum(at, length, front.getLong(4), content)) {
                return;
            }
            if (length == CUT) {
                reader.cut(front.getLong(4));
            } else {
                reader.written(front.getLong(4), content);
            }
            at += FRONT + content.capacity();
        }
    }

    /** Null: there is not as much. */
    private ByteBuffer read(long at, int length) throws IOException {
        if (at + length > channel.size()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.flip();
    }

    /**
     * Forgets all records, and waits until the disk has it. The file must have come to the disk before.
     *
     * @param base what its headers say
     */
    void begin(Base base) throws IOException {
        sound();
        try {
            number = RANDOM.nextLong();
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            header.putLong(KIND).putLong(number).putLong(base.created()).putLong(base.version());
            header.putInt(HEADER - 4, sum(header, 0, HEADER - 4));
            Pending.whole(channel, header.clear(), 0);
            channel.truncate(HEADER);
            channel.force(true);
            end = HEADER;
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    /**
     * Adds a write.
     *
     * @param content from its position to its limit
     * @return a copy of the content, which nobody else changes
     * @throws IOException when there is no room; the record is not there then
     */
    ByteBuffer write(long at, ByteBuffer content) throws IOException {
        return add(content.remaining(), at, content);
    }

    /** Adds that the file is cut. */
    void cut(long size) throws IOException {
        add(CUT, size, ByteBuffer.allocate(0));
    }

    private ByteBuffer add(int length, long at, ByteBuffer content) throws IOException {
        sound();
        ByteBuffer record = ByteBuffer.allocate(FRONT + content.remaining());
        record.putInt(length).putLong(at).putInt(0).put(content.duplicate()).flip();
        ByteBuffer copy = record.slice(FRONT, record.limit() - FRONT);
        record.putInt(12, sum(end, length, at, copy));
        Pending.whole(channel, record, end);
        end += record.limit();
        return copy;
    }

    /** Waits until the disk has all of it. */
    void force() throws IOException {
        force(channel);
    }

    /**
     * Waits until the disk has all of a file.
     *
     * @throws IOException when it refused, and ever after, whichever file it was: a system says once that something did not come to the
     *     disk, and forgets it; who opens the file the next time finds all of it in the journal
     */
    void force(FileChannel file) throws IOException {
        sound();
        try {
            file.force(true);
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    private void sound() throws IOException {
        if (failed != null) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    /** Ends it: the file has all and is on the disk. */
    void end() throws IOException {
        sound();
        channel.truncate(0);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int sum(long place, int length, long at, ByteBuffer content) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(28)
                .putLong(number)
                .putLong(place)
                .putInt(length)
                .putLong(at)
                .flip());
        sum.update(content.duplicate());
        return (int) sum.getValue();
    }

    private static int sum(ByteBuffer bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(from, length));
        return (int) sum.getValue();
    }
}

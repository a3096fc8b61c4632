package dev.steward.runner.module.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes a tar archive that GNU tar and BusyBox read: ustar headers (POSIX.1-1988), longer names as GNU's entries of
 * type {@code L}. Everything belongs to root. Not thread-safe.
 */
final class TarWriter {

    private static final int BLOCK = 512;
    private static final int NAME = 100;

    private final OutputStream out;
    private final long time;

    /**
     * An archive.
     *
     * @param out receives it; not closed
     * @param time that all entries get
     */
    TarWriter(OutputStream out, Instant time) {
        this.out = out;
        this.time = Math.max(0, time.getEpochSecond());
    }

    /** A folder, by its path without a slash at the end. */
    void folder(String name) throws IOException {
        entry(name + "/", 0755, 0, '5');
    }

    /** A file's header; exactly size bytes of content must be written to {@link #out} next, then {@link #pad}. */
    void file(String name, int mode, long size) throws IOException {
        entry(name, mode, size, '0');
    }

    /** Ends a file of this size. */
    void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /** Ends the archive. */
    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void entry(String name, int mode, long size, char type) throws IOException {
        byte[] path = ("./" + name).getBytes(StandardCharsets.UTF_8);
        if (path.length > NAME) {
            byte[] whole = Arrays.copyOf(path, path.length + 1);
            out.write(header("././@LongLink".getBytes(StandardCharsets.US_ASCII), 0644, whole.length, 'L'));
            out.write(whole);
            pad(whole.length);
        }
        out.write(header(path, mode, size, type));
    }

    private byte[] header(byte[] path, int mode, long size, char type) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(path, 0, block, 0, Math.min(path.length, NAME));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, time);
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        text(block, 257, "ustar\0" + "00");
        text(block, 265, "root");
        text(block, 297, "root");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        return block;
    }

    private static void octal(byte[] block, int at, int width, long value) {
        text(block, at, String.format("%0" + (width - 1) + "o", value));
        block[at + width - 1] = 0;
    }

    private static void text(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}

package dev.steward.runner.lab.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines or bytes of an open file, with a buffer as stdio has. */
public final class Lines {

    private final Proc proc;
    private final OpenFile file;
    private final byte[] buffer = new byte[1 << 13];
    private int at;
    private int end;
    private boolean complete = true;

    /** A reader; the file stays its owner's. */
    public Lines(Proc proc, OpenFile file) {
        this.proc = proc;
        this.file = file;
    }

    /** The next byte or -1. */
    public int next() {
        if (at == end) {
            at = 0;
            end = Math.max(0, file.read(proc, buffer, 0, buffer.length));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[at++] & 255;
    }

    /** The next line without its newline, or null. */
    public String line() {
        return until('\n');
    }

    /** The text up to a separator, or null at the end. */
    public String until(char separator) {
        StringBuilder line = new StringBuilder();
        proc.step();
        for (int c = next(); c >= 0; c = next()) {
            if (c == separator) {
                complete = true;
                return line.toString();
            }
            line.append((char) c);
            if (line.length() > Budget.TEXT) {
                proc.die(128 + Signal.XCPU);
                proc.check();
            }
        }
        complete = false;
        return line.isEmpty() ? null : line.toString();
    }

    /** Whether the last line had its newline. */
    public boolean complete() {
        return complete;
    }

    /** Whether a byte can be had without waiting. */
    public boolean ready() {
        return at < end || file.ready();
    }

    /** Gives back what was read ahead, where the file can go back. */
    public void giveBack() {
        if (end > at) {
            file.back(end - at);
        }
        at = end;
    }

    /** All the rest. */
    public byte[] rest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int c = next(); c >= 0; c = next()) {
            all.write(c);
            if (at < end) {
                all.write(buffer, at, end - at);
                at = end;
            }
            if (all.size() > Budget.TEXT * 4) {
                proc.die(128 + Signal.XCPU);
                proc.check();
            }
        }
        return all.toByteArray();
    }

    /** All the rest as text, one character a byte. */
    public String text() {
        return new String(rest(), StandardCharsets.ISO_8859_1);
    }
}

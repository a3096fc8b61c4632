package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Buffered output of a program, one character a byte. */
public final class Sink {

    private static final int SIZE = 1 << 13;

    private final Proc proc;
    private final int descriptor;
    private final StringBuilder pending = new StringBuilder();

    Sink(Proc proc, int descriptor) {
        this.proc = proc;
        this.descriptor = descriptor;
    }

    public Sink print(CharSequence text) {
        pending.append(text);
        if (pending.length() >= SIZE) {
            flush();
        }
        return this;
    }

    public Sink print(char c) {
        pending.append(c);
        return this;
    }

    public Sink line(CharSequence text) {
        return print(text).print('\n');
    }

    public Sink format(String format, Object... values) {
        return print(String.format(Locale.ROOT, format, values));
    }

    /** Hands on what is pending. */
    public void flush() {
        if (!pending.isEmpty()) {
            byte[] bytes = pending.toString().getBytes(StandardCharsets.ISO_8859_1);
            pending.setLength(0);
            write(bytes, bytes.length);
        }
    }

    /** Writes bytes at once, after what is pending. */
    public void write(byte[] bytes, int count) {
        flush();
        OpenFile file = proc.files().get(descriptor);
        if (file == null) {
            throw new FileException(Errno.EBADF);
        }
        file.write(proc, bytes, 0, count);
    }
}

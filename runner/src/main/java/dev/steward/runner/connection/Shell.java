package dev.steward.runner.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text for a POSIX shell. */
public final class Shell {

    private static final int FIRST_ESCAPE = 0xDC80;
    private static final int LAST_ESCAPE = 0xDCFF;

    private Shell() {}

    /** The word in single quotes: no character in it means anything to a shell. */
    public static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /**
     * The bytes of a text as UTF-8. A lone surrogate U+DC80 to U+DCFF stands for the byte 80 to FF, as in Python's
     * surrogateescape (PEP 383), so that a file name in any encoding can be named.
     */
    public static byte[] bytes(String text) {
        if (text.chars().noneMatch(c -> c >= FIRST_ESCAPE && c <= LAST_ESCAPE)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c >= FIRST_ESCAPE && c <= LAST_ESCAPE) {
                out.write(c - 0xDC00);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }
}

package dev.steward.runner.connection.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Watches the beginning of standard error for what the {@link Protocol} says there. Not thread-safe. */
final class Opening {

    private static final int LONGEST = 64 << 10;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean ready;
    private String process = "";
    private int prompts;

    /**
     * Takes a piece of standard error.
     *
     * @return where in the piece the program's own output begins; its end where all of it came before
     */
    int feed(byte[] bytes, int offset, int length) {
        int before = head.size();
        if (before < LONGEST) {
            head.write(bytes, offset, length);
        }
        String text = said();
        int at = text.indexOf(Protocol.READY);
        int end = at < 0 ? -1 : text.indexOf('\n', at);
        prompts = count(at < 0 ? text : text.substring(0, at));
        if (end < 0) {
            return offset + length;
        }
        process = text.substring(at + Protocol.READY.length(), end);
        ready = true;
        return offset + Math.max(0, end + 1 - before);
    }

    /** The id of the program's process on the host, once it is ready. */
    String process() {
        return process;
    }

    boolean ready() {
        return ready;
    }

    /** How often sudo has asked for the password. */
    int prompts() {
        return prompts;
    }

    /** What was said before the program began, for a message: one line, no prompts. */
    String words() {
        String text = said();
        int at = text.indexOf(Protocol.READY);
        return (at < 0 ? text : text.substring(0, at))
                .replace(Protocol.PROMPT, "")
                .strip()
                .replaceAll("\\s*\n\\s*", "; ");
    }

    /* One char a byte, so that positions in the text are positions in the stream. */
    private String said() {
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int count(String text) {
        int count = 0;
        for (int at = text.indexOf(Protocol.PROMPT); at >= 0; at = text.indexOf(Protocol.PROMPT, at + 1)) {
            count++;
        }
        return count;
    }
}

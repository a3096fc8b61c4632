package dev.steward.runner.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How a command ended.
 *
 * @param end in which way
 * @param exit the exit status; 128 + n where signal n ended it; 124 on a time-out
 * @param stdout the kept part, its end
 * @param stderr the kept part, its end
 * @param cut whether there was more output than is kept; both streams keep the same length, so the longer one was cut
 * @param took from start to end
 */
public record Result(End end, int exit, byte[] stdout, byte[] stderr, boolean cut, Duration took) {

    /** In which way a command ended. */
    public enum End {
        EXITED,
        SIGNALLED,
        TIMED_OUT,
        IDLE
    }

    /** Whether it ended by itself with status 0. */
    public boolean good() {
        return end == End.EXITED && exit == 0;
    }

    /** Standard output as UTF-8 text; bytes that are none become U+FFFD. Before what is kept of more stands an ellipsis. */
    public String out() {
        return text(stdout, cut && stdout.length >= stderr.length);
    }

    /** Standard error as {@link #out} reads its stream. */
    public String err() {
        return text(stderr, cut && stderr.length >= stdout.length);
    }

    /** By the ellipsis a masker sees that a secret may have been cut there; so it must stand before a whole letter. */
    private static String text(byte[] kept, boolean end) {
        int from = 0;
        while (end && from < Math.min(3, kept.length) && (kept[from] & 0xc0) == 0x80) {
            from++;
        }
        return (end ? "…" : "") + new String(kept, from, kept.length - from, StandardCharsets.UTF_8);
    }
}

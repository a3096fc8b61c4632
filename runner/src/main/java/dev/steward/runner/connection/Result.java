package dev.steward.runner.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How a command ended.
 *
 * @param end in which way
 * @param exit the exit status; 128 + n where signal n ended it; 124 on a time-out
 * @param stdout the kept part
 * @param stderr the kept part
 * @param cut whether there was more output than is kept
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

    /** Standard output as UTF-8 text; bytes that are none become U+FFFD. */
    public String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8 text; bytes that are none become U+FFFD. */
    public String err() {
        return new String(stderr, StandardCharsets.UTF_8);
    }
}

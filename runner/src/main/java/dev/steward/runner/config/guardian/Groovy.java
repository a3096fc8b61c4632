package dev.steward.runner.config.guardian;

import java.time.Duration;

/** Values as a playbook writes them. */
final class Groovy {

    private static final int NAME = 60;

    private Groovy() {}

    /** A text that means exactly this. */
    static String text(String value) {
        String escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("\r", "\\r");
        return value.contains("\n") ? "'''" + escaped + "'''" : "'" + escaped + "'";
    }

    /** A text in one line, short enough for a name. */
    static String name(String value) {
        String line = value.strip().replaceAll("\\s+", " ");
        return text(line.length() <= NAME ? line : line.substring(0, NAME - 1) + "…");
    }

    /** A duration in the largest unit that loses nothing. */
    static String duration(Duration duration) {
        if (duration.toNanos() % 1_000_000_000L != 0) {
            return Math.max(1, duration.toMillis()) + ".milliseconds";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + ".hours";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + ".minutes" : seconds + ".seconds";
    }
}

package dev.steward.runner.cli.print;

import java.time.Duration;
import java.util.Locale;

/** Durations in the words of the screen. */
public final class Spans {

    private Spans() {}

    /** As 0.3s, 12s, 4m 05s, 2h 03m. */
    public static String words(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", span.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds % 3600 / 60);
    }
}

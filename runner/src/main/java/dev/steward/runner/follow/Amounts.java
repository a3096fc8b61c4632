package dev.steward.runner.follow;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Amounts as people read them. */
final class Amounts {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final int STEP = 1024;

    private Amounts() {}

    /** Bytes in the largest unit that leaves at least one, with a decimal that is left out where it is 0. */
    static String bytes(long bytes) {
        if (bytes < STEP) {
            return Math.max(0, bytes) + "B";
        }
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        String text = String.format(Locale.ROOT, "%.1f", value);
        if (text.equals("1024.0") && unit < UNITS.size() - 1) {
            text = "1.0";
            unit++;
        }
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + UNITS.get(unit);
    }

    /** A share of 1 in percent. */
    static String percent(double share, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f%%", 100 * share);
    }

    /** What part of a whole is; 0 of nothing. */
    static double share(long part, long whole) {
        return whole > 0 ? (double) part / whole : 0;
    }

    /** {@code 1d2h3m}, {@code 2h3m}, {@code 3m}, {@code 42s}. */
    static String duration(Duration time) {
        if (time.toMinutes() == 0) {
            return time.toSeconds() + "s";
        }
        String minutes = time.toMinutesPart() + "m";
        if (time.toHours() == 0) {
            return minutes;
        }
        String hours = time.toHoursPart() + "h" + minutes;
        return time.toDays() == 0 ? hours : time.toDays() + "d" + hours;
    }
}

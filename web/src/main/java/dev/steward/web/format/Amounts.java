package dev.steward.web.format;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
public final class Amounts {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Amounts() {}

    /** Bytes with a unit: three digits at most before the point, and one behind it where there is one before. */
    public static String bytes(double bytes) {
        double value = Math.max(0, bytes);
        int unit = 0;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        boolean fine = unit > 0 && value < 9.95;
        return String.format(Locale.ROOT, fine ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** A share of a whole, 0 to 1, as a percentage; what is there but rounds to nothing is told as such. */
    public static String percent(double share) {
        double value = 100 * Math.max(0, share);
        return value > 0 && value < 0.5 ? "<1 %" : Math.round(value) + " %";
    }

    /** Processors, as 0.4 or 12. */
    public static String processors(double count) {
        return count == Math.rint(count)
                ? Long.toString((long) count)
                : String.format(Locale.ROOT, count < 10 ? "%.1f" : "%.0f", count);
    }

    /** How long something is up, in two units; empty where it is not. */
    public static String uptime(Duration up) {
        if (up.isZero() || up.isNegative()) {
            return "";
        }
        if (up.toDays() > 0) {
            return up.toDays() + " d " + up.toHoursPart() + " h";
        }
        return up.toHours() > 0
                ? up.toHours() + " h " + up.toMinutesPart() + " min"
                : up.toMinutes() > 0 ? up.toMinutes() + " min" : up.toSeconds() + " s";
    }

    /** A share of a whole in thousandths, never more than the whole. */
    public static int permille(double share) {
        return (int) Math.round(1000 * Math.max(0, Math.min(1, share)));
    }
}

package dev.steward.runner.roll;

import java.util.Locale;

/** Amounts of memory in words. */
final class Memory {

    private static final double GIB = 1L << 30;

    private Memory() {}

    static String words(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}

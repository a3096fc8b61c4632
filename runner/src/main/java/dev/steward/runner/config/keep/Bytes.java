package dev.steward.runner.config.keep;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of data in whole units: {@code 500MB} is 500 times a million, {@code 2GiB} 2 times 1024³ bytes. */
public final class Bytes {

    private static final List<String> UNITS = List.of("TiB", "TB", "GiB", "GB", "MiB", "MB", "KiB", "KB");
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([KMGT]i?B)");
    private static final Pattern NEAR = Pattern.compile("(?i)(\\d{1,12})[ ._]?([KMGT])(i?)(?:B|Bytes)?");

    private final long count;

    /**
     * An amount.
     *
     * @param count of bytes, above zero
     */
    public Bytes(long count) {
        this.count = count;
    }

    /** How many, above zero. */
    public long count() {
        return count;
    }

    /**
     * As it is written.
     *
     * @throws IllegalArgumentException where it is no such amount, or none at all, in words for whoever wrote it
     */
    public static Bytes of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "expected a size such as 500MB, 5GB or 2GiB, not '" + text + "'" + near(text));
        }
        try {
            long count = Math.multiplyExact(Long.parseLong(parts.group(1)), unit(parts.group(2)));
            if (count == 0) {
                throw new IllegalArgumentException("expected at least 1KB, not '" + text + "'");
            }
            return new Bytes(count);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("expected a size below 9000000TB, not '" + text + "'", e);
        }
    }

    private static String near(String text) {
        Matcher parts = NEAR.matcher(text.strip());
        if (!parts.matches()) {
            return "";
        }
        String unit = parts.group(2).toUpperCase(Locale.ROOT) + parts.group(3).toLowerCase(Locale.ROOT) + "B";
        return "; did you mean '" + parts.group(1) + unit + "'?";
    }

    private static long unit(String word) {
        long base = word.length() == 3 ? 1024 : 1000;
        return switch (word.charAt(0)) {
            case 'K' -> base;
            case 'M' -> base * base;
            case 'G' -> base * base * base;
            default -> base * base * base * base;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && bytes.count == count;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count);
    }

    /** In the largest unit that loses nothing, as it may be written. */
    @Override
    public String toString() {
        return UNITS.stream()
                .filter(word -> count % unit(word) == 0)
                .map(word -> count / unit(word) + word)
                .findFirst()
                .orElse(count + "B");
    }
}

package dev.steward.runner.power.upsmon;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of NUT; its configuration changed with some.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third; 0 where there is none
 */
public record NutVersion(int major, int minor, int patch) implements Comparable<NutVersion> {

    /** Debian 12's. */
    public static final NutVersion BOOKWORM = new NutVersion(2, 8, 0);

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");
    private static final Comparator<NutVersion> ORDER = Comparator.comparingInt(NutVersion::major)
            .thenComparingInt(NutVersion::minor)
            .thenComparingInt(NutVersion::patch);

    /** Of a text such as {@code 2.8.0} or {@code Network UPS Tools upsmon 2.8.0}; empty where it has none. */
    public static Optional<NutVersion> of(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.find()
                ? Optional.of(new NutVersion(
                        Integer.parseInt(number.group(1)),
                        Integer.parseInt(number.group(2)),
                        number.group(3) == null ? 0 : Integer.parseInt(number.group(3))))
                : Optional.empty();
    }

    /** 2.8.0 calls master primary and slave secondary, and takes both. */
    boolean newWords() {
        return compareTo(new NutVersion(2, 8, 0)) >= 0;
    }

    /** 2.8.1 tells of calibration, OFF and bypass. */
    boolean moreTypes() {
        return compareTo(new NutVersion(2, 8, 1)) >= 0;
    }

    @Override
    public int compareTo(NutVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}

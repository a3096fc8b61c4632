package dev.steward.runner.proxmox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Proxmox VE.
 *
 * @param text as PVE says it, as {@code 9.2.11}
 * @param major 8, 9 …
 * @param minor 0 where it is not said
 * @param patch 0 where it is not said
 */
public record PveVersion(String text, int major, int minor, int patch) implements Comparable<PveVersion> {

    private static final Pattern FORM =
            Pattern.compile("(?:pve-manager/)?(\\d{1,4})(?:[.-](\\d{1,4}))?(?:[.-](\\d{1,4}))?.*");

    /** Reads {@code 9.2.11}, {@code 7.4-17}, {@code 9.0.0~11} or {@code pve-manager/8.4.21/…}; empty: none of these. */
    public static Optional<PveVersion> find(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(new PveVersion(text, number(m.group(1)), number(m.group(2)), number(m.group(3))))
                : Optional.empty();
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Whether it is this release or a later one. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    @Override
    public int compareTo(PveVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.steward.runner.lab.pve.table;

/** The releases the lab can be. */
public enum Release {
    V8,
    V9;

    /** The release of a version such as 8.4.21. */
    public static Release of(String version) {
        return version.startsWith("9") ? V9 : V8;
    }

    boolean is(String digit) {
        return digit.isEmpty() || name().endsWith(digit);
    }
}

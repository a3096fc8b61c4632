package dev.steward.runner.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do; each role may do what the one before it may. */
public enum Role {
    /** Reads, and changes nothing. */
    VIEWER,
    /** Begins and steers runs, schedules, updates and guests. */
    OPERATOR,
    /** Steers power protection and keeps accounts, too. */
    ADMIN;

    /** As it is written and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may do what needs another. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** What is said where {@link #of} knows none of a word. */
    public static String none(String word) {
        return "'" + word + "' is no role; viewer, operator or admin.";
    }

    /** The role of a word; empty where there is none. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equalsIgnoreCase(word))
                .findFirst();
    }
}

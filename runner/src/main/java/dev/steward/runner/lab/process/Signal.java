package dev.steward.runner.lab.process;

import java.util.List;
import java.util.Locale;

/** The signals of Linux on amd64 by number and name (signal(7)). */
public final class Signal {

    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int QUIT = 3;
    public static final int KILL = 9;
    public static final int SEGV = 11;
    public static final int PIPE = 13;
    public static final int TERM = 15;
    public static final int XCPU = 24;

    private static final List<String> NAMES = List.of(
            "EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU"
                    .concat(" URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS")
                    .split(" "));

    private Signal() {}

    /** The number of a name with or without SIG, or of digits; -1 where there is none. 0 is EXIT. */
    public static int number(String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = text.length() < 4 ? Integer.parseInt(text) : 999;
            return number <= 64 ? number : -1;
        }
        String name = text.toUpperCase(Locale.ROOT);
        return NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
    }

    /** The name without SIG. */
    public static String name(int number) {
        return number < NAMES.size() ? NAMES.get(number) : "RT" + number;
    }

    /** Whether a process that does nothing about it lives on. */
    static boolean harmless(int number) {
        return switch (name(number)) {
            case "CHLD", "CONT", "URG", "WINCH", "STOP", "TSTP", "TTIN", "TTOU", "EXIT" -> true;
            default -> false;
        };
    }
}

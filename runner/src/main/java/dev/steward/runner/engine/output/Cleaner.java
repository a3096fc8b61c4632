package dev.steward.runner.engine.output;

/**
 * Cleans a host's output for terminals and pages: of the control sequences of ECMA-48 only colours (SGR) stay, a carriage
 * return ends a line, other control characters become U+FFFD, so that cleaning never joins what they held apart. So do those
 * that turn the direction of writing: they make a line look like another one (Unicode TR36, 2.4.1).
 */
public final class Cleaner {

    private static final char ESC = '\u001b';
    private static final char REPLACEMENT = '\ufffd';

    private Cleaner() {}

    /** The text with newline, tab and colour sequences as its only control characters. */
    public static String clean(String text) {
        int i = 0;
        while (i < text.length() && plain(text.charAt(i))) {
            i++;
        }
        return i == text.length() ? text : cleaned(text);
    }

    private static String cleaned(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (plain(c)) {
                out.append(c);
                i++;
            } else if (c == '\r') {
                out.append('\n');
                i += i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 2 : 1;
            } else {
                int end = c == ESC ? colour(text, i) : 0;
                out.append(end > 0 ? text.substring(i, end) : String.valueOf(REPLACEMENT));
                i = end > 0 ? end : i + 1;
            }
        }
        return out.toString();
    }

    private static boolean plain(char c) {
        return c == '\n' || c == '\t' || (c >= ' ' && c < '\u007f') || (c > '\u009f' && !turns(c));
    }

    /** Embeddings, overrides and isolates, and what some programs take for an end of the line. */
    private static boolean turns(char c) {
        return c >= '\u2028' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    }

    /** Where the colour sequence that begins here ends; 0 where none begins. */
    private static int colour(String text, int at) {
        if (at + 1 >= text.length() || text.charAt(at + 1) != '[') {
            return 0;
        }
        int i = at + 2;
        while (i < text.length() && (Character.isDigit(text.charAt(i)) || ";:".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i < text.length() && text.charAt(i) == 'm' ? i + 1 : 0;
    }
}

package dev.steward.runner.lab.file;

/** Shell patterns (POSIX XCU 2.13): {@code * ? [a-z] [!x] [[:alpha:]]}; a backslash takes the next character as it is. */
public final class Wildcard {

    private final String pattern;

    /** A pattern. */
    public Wildcard(String pattern) {
        this.pattern = pattern;
    }

    /** Whether the whole text matches; linear memory and at most pattern x text steps. */
    public boolean matches(String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                mark = t;
                continue;
            }
            int next = p < pattern.length() ? one(p, text.charAt(t)) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                p = star;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether anything in the text has a meaning beyond itself. */
    public static boolean special(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '*' || c == '?' || (c == '[' && pattern.indexOf(']', i) > 0)) {
                return true;
            }
        }
        return false;
    }

    /** The text a pattern without special characters stands for. */
    public static String plain(String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            text.append(c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c);
        }
        return text.toString();
    }

    private int one(int at, char c) {
        char p = pattern.charAt(at);
        if (p == '?') {
            return at + 1;
        }
        if (p == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == c ? at + 2 : -1;
        }
        if (p == '[') {
            int end = end(at);
            if (end > 0) {
                return bracket(at + 1, end, c) ? end + 1 : -1;
            }
        }
        return p == c ? at + 1 : -1;
    }

    private int end(int open) {
        int at = open + 1;
        if (at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^')) {
            at++;
        }
        for (int first = at; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '['
                    && at + 1 < pattern.length()
                    && pattern.charAt(at + 1) == ':'
                    && pattern.indexOf(":]", at) > 0) {
                at = pattern.indexOf(":]", at) + 1;
            } else if (c == '\\') {
                at++;
            } else if (c == ']' && at > first) {
                return at;
            }
        }
        return -1;
    }

    private boolean bracket(int from, int end, char c) {
        boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        boolean found = false;
        int at = negated ? from + 1 : from;
        while (at < end) {
            if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
                int close = pattern.indexOf(":]", at);
                found |= inClass(pattern.substring(at + 2, close), c);
                at = close + 2;
                continue;
            }
            at += pattern.charAt(at) == '\\' && at + 1 < end ? 1 : 0;
            char low = pattern.charAt(at++);
            char high = low;
            if (at + 1 < end && pattern.charAt(at) == '-') {
                high = pattern.charAt(at + 1);
                at += 2;
            }
            found |= c >= low && c <= high;
        }
        return found != negated;
    }

    /** Whether a character is in a POSIX class, as {@code alpha}, in the C locale. */
    public static boolean inClass(String name, char c) {
        return switch (name) {
            case "alpha" -> letter(c);
            case "digit" -> digit(c);
            case "alnum" -> letter(c) || digit(c);
            case "upper" -> c >= 'A' && c <= 'Z';
            case "lower" -> c >= 'a' && c <= 'z';
            case "space" -> c == ' ' || (c >= '\t' && c <= '\r');
            case "blank" -> c == ' ' || c == '\t';
            case "xdigit" -> digit(c) || "abcdefABCDEF".indexOf(c) >= 0;
            case "cntrl" -> c < ' ' || c == 127;
            case "print" -> c >= ' ' && c < 127;
            case "graph" -> c > ' ' && c < 127;
            case "punct" -> c > ' ' && c < 127 && !letter(c) && !digit(c);
            default -> false;
        };
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}

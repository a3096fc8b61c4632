package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.UsageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** POSIX regular expressions (XBD 9), basic and extended with GNU's additions, as Java's. */
public final class Posix {

    private static final int STRIDE = 4096;

    private Posix() {}

    /** Compiles an expression. */
    public static Pattern compile(String text, boolean extended, boolean ignoreCase) {
        try {
            return Pattern.compile(translate(text, extended), ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            throw new UsageException(2, "grep: Invalid regular expression");
        }
    }

    /** A matcher that pays for its steps, so that no expression can run for ever. */
    public static Matcher matcher(Pattern pattern, String text, Proc proc) {
        return pattern.matcher(new Paid(text, proc)).useAnchoringBounds(false).useTransparentBounds(true);
    }

    private static final class Paid implements CharSequence {

        private final String text;
        private final Proc proc;
        private int reads;

        Paid(String text, Proc proc) {
            this.text = text;
            this.proc = proc;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads % STRIDE == 0) {
                proc.step();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static String translate(String text, boolean extended) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                at = bracket(text, at, out);
            } else if (c == '\\' && at + 1 < text.length()) {
                escaped(text.charAt(at + 1), extended, out);
                at += 2;
            } else {
                plain(text, at, extended, out);
                at++;
            }
        }
        return out.toString();
    }

    private static void escaped(char c, boolean extended, StringBuilder out) {
        if (!extended && "(){}|+?".indexOf(c) >= 0) {
            out.append(c);
        } else if ("wWsSbB".indexOf(c) >= 0 || (c >= '1' && c <= '9')) {
            out.append('\\').append(c);
        } else if (c == '<') {
            out.append("\\b(?=\\w)");
        } else if (c == '>') {
            out.append("\\b(?<=\\w)");
        } else if (c == '`') {
            out.append("\\A");
        } else if (c == '\'') {
            out.append("\\z");
        } else if ("ntrfv".indexOf(c) >= 0) {
            out.append(c == 'v' ? "\\x0b" : "\\" + c);
        } else {
            literal(c, out);
        }
    }

    private static void literal(char c, StringBuilder out) {
        if (c < 128 && !Character.isLetterOrDigit(c) && c != '_') {
            out.append('\\');
        }
        out.append(c);
    }

    private static void plain(String text, int at, boolean extended, StringBuilder out) {
        char c = text.charAt(at);
        boolean start = at == 0
                || text.startsWith("\\(", at - 2)
                || text.startsWith("\\|", at - 2)
                || (at == 1 && text.charAt(0) == '^');
        boolean end = at + 1 == text.length() || text.startsWith("\\)", at + 1) || text.startsWith("\\|", at + 1);
        if (extended) {
            boolean brace = c == '{' && !text.substring(at).matches("(?s)\\{\\d*(,\\d*)?\\}.*");
            boolean leading = at == 0 && "*+?".indexOf(c) >= 0;
            if (brace || leading || c == '}' && out.indexOf("{") < 0) {
                literal(c, out);
            } else {
                out.append(anchor(c));
            }
        } else if (c == '*' && start
                || c == '^' && !(at == 0 || start)
                || c == '$' && !end
                || "(){}|+?".indexOf(c) >= 0) {
            literal(c, out);
        } else {
            out.append(anchor(c));
        }
    }

    /** Java's own anchors look at line ends too. */
    private static String anchor(char c) {
        return c == '^' ? "\\A" : c == '$' ? "\\z" : String.valueOf(c);
    }

    private static int bracket(String text, int open, StringBuilder out) {
        int at = open + 1;
        out.append('[');
        if (at < text.length() && text.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        for (int first = at; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ']' && at > first) {
                out.append(']');
                return at + 1;
            }
            if (c == '[' && at + 1 < text.length() && ":.=".indexOf(text.charAt(at + 1)) >= 0) {
                int close = text.indexOf(text.charAt(at + 1) + "]", at + 2);
                if (close > 0) {
                    out.append(named(text.substring(at + 2, close), text.charAt(at + 1)));
                    at = close + 1;
                    continue;
                }
            }
            boolean range = c == '-' && at > first && at + 1 < text.length() && text.charAt(at + 1) != ']';
            out.append(range ? "-" : "[]\\^&-".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
        }
        throw new UsageException(2, "grep: Unmatched [, [^, [:, [., or [=");
    }

    private static String named(String name, char kind) {
        if (kind != ':') {
            return name.equals("-") || name.equals("]") ? "\\" + name : name;
        }
        return switch (name) {
            case "alpha" -> "a-zA-Z";
            case "digit" -> "0-9";
            case "alnum" -> "a-zA-Z0-9";
            case "upper" -> "A-Z";
            case "lower" -> "a-z";
            case "space" -> " \\t\\n\\x0b\\f\\r";
            case "blank" -> " \\t";
            case "xdigit" -> "0-9a-fA-F";
            case "cntrl" -> "\\x00-\\x1f\\x7f";
            case "print" -> "\\x20-\\x7e";
            case "graph" -> "\\x21-\\x7e";
            case "punct" -> "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e";
            default -> throw new UsageException(2, "grep: Invalid character class name");
        };
    }
}

package dev.steward.runner.lab.shell;

/**
 * Backslash escapes, decoded.
 *
 * @param text the result
 * @param stopped whether {@code \c} ended it
 */
record Escapes(String text, boolean stopped) {

    /** As echo and {@code %b} read them: octal after {@code \0}. */
    static Escapes echo(String text) {
        return decode(text, true);
    }

    /** As a printf format: octal after the backslash. */
    static Escapes format(String text) {
        return decode(text, false);
    }

    private static Escapes decode(String text, boolean echo) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\' || at == text.length()) {
                out.append(c);
                continue;
            }
            char kind = text.charAt(at++);
            if (kind == 'c' && echo) {
                return new Escapes(out.toString(), true);
            }
            int simple = "abefnrtv\\".indexOf(kind);
            if (simple >= 0) {
                out.append("\u0007\b\u001b\f\n\r\t\u000b\\".charAt(simple));
            } else if (kind >= '0' && kind <= '7') {
                int start = echo && kind == '0' ? at : at - 1;
                int end = start;
                while (end < text.length() && end < start + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
                    end++;
                }
                out.append((char) (end == start ? 0 : Integer.parseInt(text.substring(start, end), 8) & 255));
                at = end;
            } else {
                out.append('\\').append(kind);
            }
        }
        return new Escapes(out.toString(), false);
    }
}

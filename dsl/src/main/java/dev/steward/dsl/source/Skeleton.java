package dev.steward.dsl.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A text without what is no structure: comments are blank, texts are quotes throughout, so that brackets and line ends are
 * those of the language. It also reads what the parser refuses: a text that is not closed ends with its line.
 */
final class Skeleton {

    private static final String GOES_ON = ",+-*/%&|?:.=<>!";
    private static final String CONTINUES = ",*/%&|?:.=<>)]";
    private static final String BEFORE_PATTERN = "(,=:[!&|?~{;\n";

    private final String text;
    private final char[] out;
    private int at;

    private Skeleton(String text) {
        this.text = text;
        this.out = text.toCharArray();
    }

    /** A part of a text, from (included) to (excluded). */
    record Span(int from, int to) {}

    static Skeleton of(String text) {
        Skeleton skeleton = new Skeleton(text);
        while (skeleton.at < text.length()) {
            skeleton.step();
        }
        return skeleton;
    }

    private void step() {
        char c = text.charAt(at);
        if (text.startsWith("//", at)) {
            blank(lineEnd(at), ' ');
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            blank(end < 0 ? text.length() : end + 2, ' ');
        } else if (c == '\'' || c == '"') {
            blank(quoted(at), '"');
        } else if (c == '/' && pattern()) {
            blank(text.indexOf('/', at + 1) + 1, '"');
        } else {
            at++;
        }
    }

    /** Whether a slash begins a text: only where a value is expected, and closed on its line. */
    private boolean pattern() {
        int before = at - 1;
        while (before >= 0 && out[before] == ' ') {
            before--;
        }
        int end = text.indexOf('/', at + 1);
        return (before < 0 || BEFORE_PATTERN.indexOf(out[before]) >= 0) && end > 0 && end < lineEnd(at);
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private void blank(int to, char with) {
        for (; at < to; at++) {
            if (out[at] != '\n') {
                out[at] = with;
            }
        }
    }

    /** Where the text that begins here ends. One that is never closed ends with its line, before a brace that opens a block. */
    private int quoted(int from) {
        char quote = text.charAt(from);
        String three = String.valueOf(quote).repeat(3);
        boolean triple = text.startsWith(three, from);
        int i = from + (triple ? 3 : 1);
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (triple ? text.startsWith(three, i) : c == quote) {
                return i + (triple ? 3 : 1);
            } else if (!triple && c == '\n') {
                return unclosed(from);
            } else if (quote == '"' && text.startsWith("${", i)) {
                i = inner(i + 2);
            } else {
                i++;
            }
        }
        return triple ? text.length() : unclosed(from);
    }

    private int unclosed(int from) {
        int end = lineEnd(from);
        String rest = text.substring(from, end).stripTrailing();
        return rest.endsWith("{") ? from + rest.length() - 1 : end;
    }

    /** Past the brace that closes a value within a text, or the line's end. */
    private int inner(int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                return i;
            } else if (c == '\'' || c == '"') {
                i = Math.max(i, quoted(i) - 1);
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    /** Whether every bracket has its partner. */
    boolean balanced() {
        Deque<Character> open = new ArrayDeque<>();
        for (char c : out) {
            int closing = ")]}".indexOf(c);
            if ("([{".indexOf(c) >= 0) {
                open.push(c);
            } else if (closing >= 0 && (open.isEmpty() || open.pop() != "([{".charAt(closing))) {
                return false;
            }
        }
        return open.isEmpty();
    }

    /** The statements of a span, without blanks around them. The brackets of the span must be balanced. */
    List<Span> statements(Span span) {
        List<Span> found = new ArrayList<>();
        int depth = 0;
        int begin = span.from();
        for (int i = span.from(); i < span.to(); i++) {
            char c = out[i];
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            boolean end = c == ';' || c == '\n' && !goesOn(begin, i, span.to());
            if (depth == 0 && end) {
                add(found, begin, i);
                begin = i + 1;
            }
        }
        add(found, begin, span.to());
        return found;
    }

    private boolean goesOn(int begin, int end, int limit) {
        int last = end - 1;
        while (last >= begin && Character.isWhitespace(out[last])) {
            last--;
        }
        int next = end + 1;
        while (next < limit && Character.isWhitespace(out[next])) {
            next++;
        }
        return last >= begin && GOES_ON.indexOf(out[last]) >= 0 || next < limit && CONTINUES.indexOf(out[next]) >= 0;
    }

    private void add(List<Span> found, int begin, int end) {
        int from = begin;
        int to = end;
        while (from < to && Character.isWhitespace(out[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(out[to - 1])) {
            to--;
        }
        if (from < to) {
            found.add(new Span(from, to));
        }
    }

    /** What stands between the outermost braces of a statement, without the parameters of a closure. */
    List<Span> braces(Span statement) {
        List<Span> found = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = statement.from(); i < statement.to(); i++) {
            if (out[i] == '{' && depth++ == 0) {
                begin = i + 1;
            } else if (out[i] == '}' && --depth == 0) {
                found.add(new Span(begin + parameters(begin, i), i));
            }
        }
        return found;
    }

    private int parameters(int from, int to) {
        java.util.regex.Matcher head = java.util.regex.Pattern.compile("\\s*\\w+(\\s*,\\s*\\w+)*\\s*->")
                .matcher(new String(out, from, to - from));
        return head.lookingAt() ? head.end() : 0;
    }
}

package dev.steward.runner.inventory.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of an INI inventory: what Python's {@code ast.literal_eval} takes is that value ({@code True}, {@code 0x1f},
 * {@code ['a', 'b']}), everything else is the text itself, such as {@code yes} and {@code 0644}.
 */
final class PythonLiteral {

    private static final int DEEPEST = 50;
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(?:0[xX][0-9a-fA-F]+|(?:\\d+\\.\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|\\d+[eE][-+]?\\d+|[1-9]\\d*|0+)(?![\\w.])");
    private static final Pattern WORD = Pattern.compile("(True|False|None)(?!\\w)");

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** It is no literal. */
    private static final class None extends Exception {

        private static final long serialVersionUID = 1L;

        private None() {
            super(null, null, false, false);
        }
    }

    /** The value of a text. */
    static Object of(String text) {
        try {
            PythonLiteral reader = new PythonLiteral(text);
            Object value = reader.value(0);
            reader.blanks();
            return reader.at == text.length() ? value : text;
        } catch (None notOne) {
            return text;
        }
    }

    private Object value(int depth) throws None {
        blanks();
        if (at == text.length() || depth == DEEPEST) {
            throw new None();
        }
        char first = text.charAt(at);
        return switch (first) {
            case '[' -> list(']', depth);
            case '(' -> list(')', depth);
            case '{' -> map(depth);
            default -> scalar();
        };
    }

    private Object scalar() throws None {
        Matcher word = taken(WORD);
        if (word != null) {
            return word.group().equals("None") ? null : (Object) word.group().equals("True");
        }
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        Matcher number = taken(NUMBER);
        if (number == null) {
            throw new None();
        }
        return number(number.group());
    }

    private String quoted(char quote) throws None {
        StringBuilder said = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                at = i + 1;
                return said.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                said.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            } else {
                said.append(c);
            }
        }
        throw new None();
    }

    private static Object number(String said) {
        if (said.matches("[-+]?0[xX].*")) {
            return fitting(new BigInteger(said.replaceFirst("0[xX]", ""), 16));
        }
        return said.matches("[-+]?\\d+") ? fitting(new BigInteger(said)) : (Object) Double.valueOf(said);
    }

    private static Number fitting(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    private List<Object> list(char end, int depth) throws None {
        List<Object> all = new ArrayList<>();
        at++;
        while (!ends(end)) {
            all.add(value(depth + 1));
            separated(end);
        }
        return all;
    }

    private Map<Object, Object> map(int depth) throws None {
        Map<Object, Object> all = new LinkedHashMap<>();
        at++;
        while (!ends('}')) {
            Object key = value(depth + 1);
            blanks();
            if (at == text.length() || text.charAt(at++) != ':') {
                throw new None();
            }
            all.put(key, value(depth + 1));
            separated('}');
        }
        return all;
    }

    private boolean ends(char end) throws None {
        blanks();
        if (at == text.length()) {
            throw new None();
        }
        if (text.charAt(at) != end) {
            return false;
        }
        at++;
        return true;
    }

    private void separated(char end) throws None {
        blanks();
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
        } else if (at == text.length() || text.charAt(at) != end) {
            throw new None();
        }
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Matcher taken(Pattern pattern) {
        Matcher match = pattern.matcher(text).region(at, text.length());
        if (!match.lookingAt()) {
            return null;
        }
        at = match.end();
        return match;
    }
}

package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code name=value} in one line, read as Ansible's parse_kv does: quotes keep blanks together and go where they stand around
 * the whole value, a backslash stays unless it begins an escape of Python's, and what is in braces is never cut.
 */
final class Pairs {

    private static final String ESCAPES = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000b";

    private final String line;
    private int at;

    private Pairs(String line) {
        this.line = line;
    }

    /** A line that holds nothing else. */
    static Map<String, Object> of(String module, String line) throws Unconvertible {
        Map<String, Object> pairs = new LinkedHashMap<>();
        for (String word : new Pairs(line).words()) {
            String said = unescaped(word.strip());
            int sign = said.indexOf('=');
            if (sign < 1) {
                throw new Unconvertible("'" + said + "' is no name=value of '" + module + "'");
            }
            pairs.put(
                    said.substring(0, sign).strip(),
                    bare(said.substring(sign + 1).strip()));
        }
        return pairs;
    }

    /**
     * Takes pairs of certain names out of a line.
     *
     * @return what is left of it, as it stands
     */
    static String taken(String line, Set<String> names, Map<String, Object> to) throws Unconvertible {
        if (names.stream().noneMatch(name -> line.contains(name + "="))) {
            return line.strip();
        }
        StringBuilder rest = new StringBuilder();
        for (String word : new Pairs(line).words()) {
            int sign = word.indexOf('=');
            String name = sign < 1 ? "" : word.substring(0, sign).strip();
            if (names.contains(name)) {
                to.put(name, bare(unescaped(word.substring(sign + 1).strip())));
            } else {
                rest.append(word);
            }
        }
        return rest.toString().strip();
    }

    /** Each with the blanks before it. */
    private List<String> words() throws Unconvertible {
        List<String> words = new ArrayList<>();
        while (at < line.length()) {
            int from = at;
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                part();
            }
            if (!line.substring(from, at).isBlank()) {
                words.add(line.substring(from, at));
            }
        }
        return words;
    }

    private void part() throws Unconvertible {
        char c = line.charAt(at);
        if (line.startsWith("{{", at)) {
            braces();
        } else if (c == '\\') {
            at = Math.min(line.length(), at + 2);
        } else if (c == '\'' || c == '"') {
            at++;
            while (at < line.length() && line.charAt(at) != c) {
                if (line.startsWith("{{", at)) {
                    braces();
                } else {
                    at += line.charAt(at) == '\\' ? 2 : 1;
                }
            }
            if (at++ >= line.length()) {
                throw new Unconvertible("a quote in '" + line.strip() + "' does not close");
            }
        } else {
            at++;
        }
    }

    private void braces() throws Unconvertible {
        int end = line.indexOf("}}", at);
        if (end < 0) {
            throw new Unconvertible("the braces in '" + line.strip() + "' do not close");
        }
        at = end + 2;
    }

    private static String bare(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0)
                && value.charAt(value.length() - 2) != '\\';
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String unescaped(String said) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < said.length(); i++) {
            char c = said.charAt(i);
            int which = c == '\\' && i + 1 < said.length() ? ESCAPES.indexOf(said.charAt(i + 1)) : -1;
            out.append(which < 0 ? c : MEANT.charAt(which));
            i += which < 0 ? 0 : 1;
        }
        return out.toString();
    }
}

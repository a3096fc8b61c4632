package dev.steward.runner.inventory.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits {@code a=1 b="two words"} as Ansible does ({@code parsing/splitter.py}): at blanks outside quotes and outside
 * {@code {{ }}}, {@code {% %}} and {@code {# #}}; the outer quotes of a value go, escapes as {@code \n} and {@code \x41} are decoded.
 */
final class KeyValues {

    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\\\'\"abfnrtv]))");
    private static final String LETTERS = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000B";
    private static final List<List<String>> BRACKETS =
            List.of(List.of("{{", "}}"), List.of("{%", "%}"), List.of("{#", "#}"));

    private KeyValues() {}

    /** One word with its equals sign; empty value where there is none. */
    record Pair(String key, Optional<String> value) {}

    /**
     * The pairs in order.
     *
     * @throws IllegalArgumentException where a quote or a bracket is not closed
     */
    static List<Pair> of(String text) {
        List<Pair> pairs = new ArrayList<>();
        for (String word : words(text)) {
            String decoded = decoded(word);
            int equals = equals(decoded);
            pairs.add(
                    equals < 0
                            ? new Pair(word, Optional.empty())
                            : new Pair(
                                    decoded.substring(0, equals).strip(),
                                    Optional.of(unquoted(
                                            decoded.substring(equals + 1).strip()))));
        }
        return pairs;
    }

    /** The first equals sign that is neither in first place nor escaped. */
    private static int equals(String word) {
        int at = word.indexOf('=', 1);
        while (at > 0 && word.charAt(at - 1) == '\\') {
            at = word.indexOf('=', at + 1);
        }
        return at;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int[] depths = new int[BRACKETS.size()];
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = i > 0 && text.charAt(i - 1) == '\\';
            if ((c == '"' || c == '\'') && !escaped && (quote == 0 || quote == c)) {
                quote = quote == 0 ? c : 0;
            }
            count(text, i, depths);
            if ((c == ' ' || c == '\n') && quote == 0 && sum(depths) == 0) {
                add(words, word);
            } else {
                word.append(c);
            }
        }
        if (quote != 0 || sum(depths) > 0) {
            throw new IllegalArgumentException("a quote or a bracket is not closed");
        }
        add(words, word);
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static void count(String text, int i, int[] depths) {
        for (int kind = 0; kind < depths.length; kind++) {
            if (text.startsWith(BRACKETS.get(kind).get(0), i)) {
                depths[kind]++;
            } else if (i > 0 && text.startsWith(BRACKETS.get(kind).get(1), i - 1) && depths[kind] > 0) {
                depths[kind]--;
            }
        }
    }

    private static int sum(int[] depths) {
        int sum = 0;
        for (int depth : depths) {
            sum += depth;
        }
        return sum;
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0
                && value.charAt(0) == value.charAt(last)
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last - 1) != '\\';
        return quoted ? value.substring(1, last) : value;
    }

    private static String decoded(String word) {
        return ESCAPE.matcher(word).replaceAll(match -> {
            for (int group = 1; group <= 3; group++) {
                if (match.group(group) != null) {
                    int point = Integer.parseUnsignedInt(match.group(group), 16);
                    return Matcher.quoteReplacement(
                            Character.isValidCodePoint(point) ? Character.toString(point) : match.group());
                }
            }
            return Matcher.quoteReplacement(String.valueOf(MEANT.charAt(LETTERS.indexOf(match.group(4)))));
        });
    }
}

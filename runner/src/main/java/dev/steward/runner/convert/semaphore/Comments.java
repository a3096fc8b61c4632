package dev.steward.runner.convert.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A YAML text without the comments that may hold a secret: a password that was switched off, or the note of one. They are known
 * by their words, so that more of them go than hold one; a comment of several lines goes as a whole.
 *
 * @param text with empty lines where such comments stood alone
 * @param lines where they stood, from 1; empty: the text is the original
 */
record Comments(String text, List<Integer> lines) {

    private static final Pattern WORDS =
            Pattern.compile("(?i)passw|passphrase|kennwort|secret|geheim|token|credential|auth(?!or)"
                    + "|key(?![a-z])|(?<![a-z])(?:pass|pwd?|pin)(?![a-z])|[0-9a-f]{8}-[0-9a-f]{4}-");

    /** A hash, or what a program made up. */
    private static final Pattern LONG = Pattern.compile("[A-Za-z0-9+=]{20,}+");

    Comments {
        lines = List.copyOf(lines);
    }

    /** Each sign # is taken for the beginning of a comment, also where it stands within a value: the caller compares. */
    static Comments of(String original) {
        String[] all = original.split("\\R", -1);
        List<Integer> left = new ArrayList<>();
        for (int from = 0; from < all.length; ) {
            int to = from + 1;
            while (to < all.length && all[from].contains("#") && isComment(all[to])) {
                to++;
            }
            if (isOpen(all, from, to)) {
                for (int i = from; i < to; i++) {
                    all[i] = all[i].substring(0, all[i].indexOf('#')).stripTrailing();
                    left.add(i + 1);
                }
            }
            from = to;
        }
        return new Comments(left.isEmpty() ? original : String.join("\n", all), left);
    }

    /** The lines in words. */
    String where() {
        return (lines.size() == 1 ? "line " : "the lines ")
                + String.join(", ", lines.stream().map(String::valueOf).toList());
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    private static boolean isOpen(String[] lines, int from, int to) {
        for (int i = from; i < to; i++) {
            int sign = lines[i].indexOf('#');
            if (sign >= 0 && isOpen(lines[i].substring(sign))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOpen(String comment) {
        if (WORDS.matcher(comment).find() || Literal.opens(comment)) {
            return true;
        }
        Matcher words = LONG.matcher(comment);
        while (words.find()) {
            String word = words.group();
            if (word.chars().anyMatch(Character::isDigit) && word.chars().anyMatch(Character::isLetter)) {
                return true;
            }
        }
        return false;
    }
}

package dev.steward.runner.inventory.yaml;

import java.util.List;

/** Splits a line as Python's {@code shlex} does with comments: blanks part words, quotes go, a hash ends the line. */
final class ShellWords {

    private ShellWords() {}

    /**
     * The words of a line.
     *
     * @param words where they are put
     * @return false where a quote is not closed
     */
    static boolean split(String line, List<String> words) {
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char next = i + 1 < line.length() ? line.charAt(i + 1) : 0;
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (c == '\\' && (quote == 0 || quote == '"' && (next == '"' || next == '\\'))) {
                word.append(next);
                begun = true;
                i++;
            } else if (quote == 0 && c == '#') {
                break;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                begun = ended(words, word, begun);
            } else {
                word.append(c);
                begun = true;
            }
        }
        ended(words, word, begun);
        return quote == 0;
    }

    private static boolean ended(List<String> words, StringBuilder word, boolean begun) {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
        }
        return false;
    }
}

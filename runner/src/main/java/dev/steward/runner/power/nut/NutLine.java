package dev.steward.runner.power.nut;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One line of the protocol: words parted by spaces, values in quotes with {@code \"} and {@code \\}. */
final class NutLine {

    private NutLine() {}

    /** The words; empty where a quote is never closed or the line ends in the middle of an escape. */
    static Optional<List<String>> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inside = false;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                if (++i == line.length()) {
                    return Optional.empty();
                }
                word.append(line.charAt(i));
                inside = true;
            } else if (c == '"') {
                quoted = !quoted;
                inside = true;
            } else if ((c == ' ' || c == '\t') && !quoted) {
                if (inside) {
                    words.add(word.toString());
                    word.setLength(0);
                    inside = false;
                }
            } else {
                word.append(c);
                inside = true;
            }
        }
        if (inside) {
            words.add(word.toString());
        }
        return quoted ? Optional.empty() : Optional.of(words);
    }

    /**
     * A word as it is sent: in quotes unless it is plain.
     *
     * @throws IllegalArgumentException where it has control characters: a line feed would begin another request
     */
    static String word(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a line feed or another control character cannot be sent to upsd");
        }
        return text.matches("[A-Za-z0-9_.:@-]+")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

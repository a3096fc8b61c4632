package dev.steward.runner.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a line into words as a shell does: blanks separate, quotes and backslashes keep; nothing is expanded. */
public final class Words {

    private final List<String> words = new ArrayList<>();
    private StringBuilder word;
    private char quote;

    private Words() {}

    /** The words; empty where a quote does not end. */
    public static Optional<List<String>> split(String line) {
        Words reader = new Words();
        for (int i = 0; i < line.length(); i++) {
            boolean escape = line.charAt(i) == '\\' && reader.quote != '\'' && i + 1 < line.length();
            if (escape) {
                reader.keep(line.charAt(++i));
            } else {
                reader.take(line.charAt(i));
            }
        }
        reader.end();
        return reader.quote == 0 ? Optional.of(List.copyOf(reader.words)) : Optional.empty();
    }

    private void take(char c) {
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                keep(c);
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            word = word == null ? new StringBuilder() : word;
        } else if (Character.isWhitespace(c)) {
            end();
        } else {
            keep(c);
        }
    }

    private void keep(char c) {
        word = word == null ? new StringBuilder() : word;
        word.append(c);
    }

    private void end() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }
}

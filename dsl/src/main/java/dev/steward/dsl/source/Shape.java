package dev.steward.dsl.source;

import dev.steward.dsl.plan.SourceRef;
import java.util.Optional;

/**
 * A look at a text before the parser sees it. The parser's time grows fast with the depth of brackets and the length of
 * an expression, so both are limited, far above what a playbook needs. Brackets in texts count too: only what is opened
 * and never closed adds up.
 */
final class Shape {

    private static final int LONGEST = 1 << 18;
    private static final int DEEPEST = 40;
    private static final int LINE = 4_000;
    private static final int JOINED = 100;
    private static final String JOINS = "+-*/%&|?:.<>=!";

    private final SourceText source;
    private int depth;
    private int joined;

    private Shape(SourceText source) {
        this.source = source;
    }

    /**
     * What is wrong with a text.
     *
     * @param at where
     * @param message one sentence
     */
    record Wrong(SourceRef at, String message) {}

    /** Why the text is not read; empty where it is fine. */
    static Optional<Wrong> wrong(SourceText source) {
        if (source.text().length() > LONGEST) {
            return Optional.of(new Wrong(source.at(1, 1), "a playbook holds at most " + LONGEST + " characters"));
        }
        return new Shape(source).scan();
    }

    private Optional<Wrong> scan() {
        int number = 0;
        for (String line : source.text().split("\n", -1)) {
            number++;
            String wrong = line(line);
            if (!wrong.isEmpty()) {
                return Optional.of(new Wrong(source.at(number, 1), wrong));
            }
        }
        return Optional.empty();
    }

    private String line(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth = Math.max(0, depth - 1);
            }
            if (depth > DEEPEST) {
                return "this is nested too deeply to be read: more than " + DEEPEST + " brackets";
            }
        }
        String words = line.strip();
        boolean joins = !words.isEmpty()
                && !words.startsWith("//")
                && (JOINS.indexOf(words.charAt(0)) >= 0 || JOINS.indexOf(words.charAt(words.length() - 1)) >= 0);
        joined = joins ? joined + 1 : 0;
        if (joined > JOINED) {
            return "this expression is too long to be read: more than " + JOINED + " lines";
        }
        return line.length() > LINE ? "a line holds at most " + LINE + " characters" : "";
    }
}

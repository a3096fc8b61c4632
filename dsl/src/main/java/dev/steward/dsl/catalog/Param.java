package dev.steward.dsl.catalog;

import java.util.List;

/**
 * A parameter of a module.
 *
 * @param name as {@code updateCache}
 * @param type what it takes
 * @param required whether a call must give it
 * @param choices the words an {@link Type#CHOICE} takes, in lower camel case; else empty
 * @param doc one sentence
 */
public record Param(String name, Type type, boolean required, List<String> choices, String doc) {

    public Param {
        choices = List.copyOf(choices);
    }

    /** What a parameter takes. Every type also takes an expression that yields it at run time. */
    public enum Type {
        TEXT("text"),
        /** Text for a shell: every {@code ${value}} in it is quoted. */
        SHELL("a shell command line"),
        FLAG("true or false"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        DURATION("a duration such as 5.minutes"),
        SIZE("a size such as 2.GiB"),
        CHOICE("one of its words"),
        TEXTS("a list of text (or one text)"),
        MAP("a map"),
        LIST("a list"),
        CONDITIONS("a condition in braces"),
        ANY("any value");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** What it takes, in the words of a problem report: "takes …". */
        public String words() {
            return words;
        }
    }
}

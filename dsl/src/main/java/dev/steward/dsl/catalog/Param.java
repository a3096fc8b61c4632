package dev.steward.dsl.catalog;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A parameter of a module.
 *
 * @param name as {@code updateCache}
 * @param type what it takes
 * @param required whether a call must give it
 * @param choices the words an {@link Type#CHOICE} takes, in lower camel case; else empty
 * @param doc one sentence
 * @param form what its text looks like
 */
public record Param(String name, Type type, boolean required, List<String> choices, String doc, Form form) {

    /** A parameter whose text may look like anything. */
    public Param(String name, Type type, boolean required, List<String> choices, String doc) {
        this(name, type, required, choices, doc, Form.ANY);
    }

    public Param {
        choices = List.copyOf(choices);
    }

    /** What a text looks like, where it is known before the run. */
    public enum Form {
        ANY("(?s).*", ""),
        ABSOLUTE_PATH("(?s)/.*", "an absolute path"),
        MODE("[0-7]{3,4}", "octal text such as '0644'"),
        MODE_OR_PRESERVE("[0-7]{3,4}|preserve", "octal text such as '0644', or 'preserve'");

        private final Pattern pattern;
        private final String words;

        Form(String pattern, String words) {
            this.pattern = Pattern.compile(pattern);
            this.words = words;
        }

        /** Whether a text looks like it. */
        public boolean fits(String text) {
            return pattern.matcher(text).matches();
        }

        /** In the words of a problem report: "takes …"; empty where anything goes. */
        public String words() {
            return words;
        }
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

package dev.steward.runner.convert.jinja;

import java.util.Set;

/** Values as a playbook writes them. */
public final class Groovy {

    private static final Set<String> WORDS = Set.of(
            "abstract",
            "as",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "def",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "trait",
            "transient",
            "true",
            "try",
            "var",
            "void",
            "volatile",
            "while",
            "host",
            "item",
            "ups",
            "secret",
            "raw",
            "ask",
            "it");

    private Groovy() {}

    /** A text that means exactly this. */
    public static String text(String value) {
        return visible(quoted(value));
    }

    /** A text in a comment of one line. */
    public static String comment(String value) {
        return value.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    /** With what no editor shows written as an escape. */
    private static String visible(String said) {
        StringBuilder out = new StringBuilder();
        said.chars().forEach(c -> {
            if (c < ' ' && c != '\n' && c != '\t' || c >= '\u007f' && c < '\u00a0' || c == '\u2028' || c == '\u2029') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }

    private static String quoted(String value) {
        if (value.strip().contains("\n")) {
            return "'''"
                    + value.replace("\\", "\\\\")
                            .replace("'''", "\\'\\'\\'")
                            .replace("\r", "\\r")
                            .replaceAll("'$", "\\\\'")
                    + "'''";
        }
        return "'"
                + value.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }

    /** The part of a text in double quotes that means exactly this. */
    static String inQuotes(String value, boolean lines) {
        String escaped = value.replace("\\", "\\\\")
                .replace("$", "\\$")
                .replace("\"", "\\\"")
                .replace("\r", "\\r");
        return lines ? escaped : escaped.replace("\n", "\\n");
    }

    /** Whether a name can be that of a value. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !WORDS.contains(name);
    }

    /** The key of a map or of named arguments. */
    public static String key(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !WORDS.contains(name) ? name : text(name);
    }

    /** A duration of whole seconds, in the largest unit that loses nothing. */
    public static String duration(long seconds) {
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + ".hours";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + ".minutes" : seconds + ".seconds";
    }
}

package dev.steward.runner.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The word {@code secret('path')}, by which a configuration names a secret instead of holding it. */
public final class Reference {

    private static final String BEGIN = "secret(";
    private static final Pattern WORD = Pattern.compile("secret\\(\\s*(['\"])([^'\"]+)\\1\\s*\\)");

    private Reference() {}

    /** The path, where something said is a reference; empty: it is the text itself. */
    public static Optional<String> path(String said) {
        Matcher word = WORD.matcher(said.strip());
        return word.matches() ? Optional.of(word.group(2)) : Optional.empty();
    }

    /** Whether somebody meant a reference and did not write one, as where the last parenthesis is missing. */
    public static boolean broken(String said) {
        return said.strip().startsWith(BEGIN) && path(said).isEmpty();
    }
}

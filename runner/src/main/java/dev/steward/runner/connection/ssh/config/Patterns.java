package dev.steward.runner.connection.ssh.config;

import java.util.List;
import java.util.regex.Pattern;

/** Pattern lists of ssh_config(5): {@code *}, {@code ?} and {@code !}; one that is negated and matches beats all others. */
final class Patterns {

    private Patterns() {}

    static boolean any(List<String> patterns, String text) {
        boolean any = false;
        for (String pattern : patterns) {
            boolean not = pattern.startsWith("!");
            if (matches(not ? pattern.substring(1) : pattern, text)) {
                if (not) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static boolean matches(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return text.matches(regex.toString());
    }
}

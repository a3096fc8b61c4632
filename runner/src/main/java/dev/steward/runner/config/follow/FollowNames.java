package dev.steward.runner.config.follow;

import java.util.Optional;

/**
 * Names of services and files that are looked at. They go to the host as arguments, past any shell; what would mean something
 * to one is refused all the same, so that no copy of such a line into a shell does harm.
 */
public final class FollowNames {

    private static final String SHELL = "&|$;'\"`<>\\";
    private static final int LONGEST_UNIT = 255;
    private static final int LONGEST_PATH = 4095;

    private FollowNames() {}

    /** What is wrong with the name of a service; empty: nothing. */
    public static Optional<String> service(String name) {
        return refused(name, LONGEST_UNIT)
                .or(() -> name.chars().anyMatch(Character::isWhitespace)
                        ? Optional.of("has a space; expected the name of one unit such as nginx or nginx.service")
                        : Optional.empty())
                .or(() -> name.startsWith("-")
                        ? Optional.of("begins with '-', as an option does; expected the name of a unit such as nginx")
                        : Optional.empty());
    }

    /** What is wrong with the path of a file; empty: nothing. */
    public static Optional<String> file(String path) {
        return refused(path, LONGEST_PATH)
                .or(() -> path.startsWith("/")
                        ? Optional.empty()
                        : Optional.of("is no absolute path; expected one such as /var/log/syslog"))
                .or(() -> path.indexOf('*') >= 0 || path.indexOf('?') >= 0
                        ? Optional.of("has a wildcard, which nobody would expand; name each file")
                        : Optional.empty());
    }

    private static Optional<String> refused(String text, int longest) {
        if (text.isBlank()) {
            return Optional.of("is empty");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SHELL.indexOf(c) >= 0) {
                return Optional.of("has the character " + c + ", which means something to a shell");
            }
            if (Character.isISOControl(c)) {
                return Optional.of("has a " + (c == '\n' ? "line feed" : "control character"));
            }
        }
        return text.length() > longest ? Optional.of("is longer than " + longest + " characters") : Optional.empty();
    }

    /** The name as a message may show it, in one line. */
    public static String shown(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().limit(80).forEach(c -> {
            if (c == '\n') {
                text.append("\\n");
            } else {
                text.append(Character.isISOControl(c) ? '\ufffd' : (char) c);
            }
        });
        return text + (name.length() > 80 ? "…" : "");
    }
}

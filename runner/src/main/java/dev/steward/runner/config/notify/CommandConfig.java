package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices by a program of one's own. It gets the notice as JSON on its standard input and in variables, and never in its words.
 *
 * @param command the program and its words; no shell reads them
 * @param timeout after which it is ended and tried again, 1 s to 5 min
 * @param on kinds that are told by it, {@code *} for all; empty: those of {@code notices.on}
 */
public record CommandConfig(List<String> command, Duration timeout, List<String> on) {

    /** What must be said is null. */
    public static final CommandConfig DEFAULT = new CommandConfig(null, Duration.ofSeconds(30), List.of());

    public CommandConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        if (command != null) {
            command = List.copyOf(command);
            if (command.isEmpty() || !command.get(0).startsWith("/")) {
                throw new IllegalArgumentException("command begins with '" + (command.isEmpty() ? "" : command.get(0))
                        + "'; expected the absolute path of a program");
            }
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout.toMillis() + "ms; expected 1s to 5m");
        }
    }

    /** What it says of the kinds told by it; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }
}

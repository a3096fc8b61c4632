package dev.steward.runner.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the server writes of its own work; what runs did is in the history.
 *
 * @param level from which on something is written
 * @param format of a line
 * @param file where; empty: {@code steward.log} in the state directory. One a day, kept for 14 days
 * @param runs where runs append what they do, a line a step; empty: nowhere. It is only appended to: have it rotated
 */
public record LogConfig(Level level, Format format, Optional<Path> file, Optional<Path> runs) {

    /** How much is written. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** The shape of a line. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One JSON object a line, for what collects logs. */
        JSON
    }

    /** What happens, for people, in the state directory. */
    public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.TEXT, Optional.empty(), Optional.empty());
}

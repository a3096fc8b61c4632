package dev.steward.runner.event;

import java.util.Optional;

/**
 * The line by which package work says, before it begins, to which snapshot its guest can go back: a history whose Steward dies
 * during the work knows it too.
 */
public final class ProtectedBy {

    private static final String WORDS = "protected by snapshot ";

    private ProtectedBy() {}

    /** The line. */
    public static String line(String snapshot) {
        return WORDS + snapshot;
    }

    /** The snapshot that a line names; empty: it is another line, or none of Steward's own. */
    public static Optional<String> snapshot(RunEvent.Output output) {
        boolean ours = output.stream().equals("log") && output.text().startsWith(WORDS);
        return ours ? Optional.of(output.text().substring(WORDS.length()).strip()) : Optional.empty();
    }
}

package dev.steward.dsl.word;

import java.time.Duration;
import java.util.Optional;

/** The ranges of what words take. */
public final class Ranges {

    private Ranges() {}

    /**
     * Why a value is out of range for a word.
     *
     * @param word which
     * @param value of the right type, or null where it is not known
     * @return one sentence; empty where it fits
     */
    public static Optional<String> check(String word, Object value) {
        if (value instanceof Integer number) {
            return number(word, number);
        } else if (value instanceof Duration duration) {
            boolean above = word.equals("timeout");
            return duration.isNegative() || duration.isZero() && above
                    ? Optional.of("'" + word + "' takes a duration " + (above ? "above zero" : "that is not negative"))
                    : Optional.empty();
        } else if (value instanceof String text) {
            return text(word, text);
        }
        boolean batch = word.equals("serial") && value != null;
        return batch ? Optional.of("'serial' takes numbers of hosts and shares such as '30%'") : Optional.empty();
    }

    private static Optional<String> number(String word, int number) {
        return switch (word) {
            case "forks", "throttle" -> between(word, number, 1, 10_000);
            case "retries" -> between(word, number, 0, 10_000);
            case "maxFailPercentage", "onPowerRestored" -> between(word, number, 0, 100);
            case "shrink" -> between(word, number, 1, 1_000);
            case "serial" -> between(word, number, 0, 1_000_000);
            default -> Optional.empty();
        };
    }

    private static Optional<String> between(String word, int number, int least, int most) {
        return number >= least && number <= most
                ? Optional.empty()
                : Optional.of("'" + word + "' takes " + least + " to " + most + ", not " + number);
    }

    /** Whether the brackets of a host pattern pair; those of a regular expression are its own. */
    private static boolean paired(String pattern) {
        return pattern.contains("~")
                || pattern.replaceAll("\\[[^\\[\\]]*\\]", "").matches("[^\\[\\]]*");
    }

    private static Optional<String> text(String word, String text) {
        if (word.equals("serial") && !text.matches("[0-9]{1,3}%")) {
            return Optional.of("'serial' takes numbers of hosts and shares such as '30%', not '" + text + "'");
        }
        if (word.equals("hosts") && !paired(text)) {
            return Optional.of("'" + text + "' has a bracket without its partner");
        }
        return text.isBlank() ? Optional.of("'" + word + "' takes a text that is not empty") : Optional.empty();
    }
}

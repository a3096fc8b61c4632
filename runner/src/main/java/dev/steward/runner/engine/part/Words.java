package dev.steward.runner.engine.part;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of the engine in a run's log that say how a step ended, for who goes on with that run later. */
public final class Words {

    /** The message of a step by which its host was left out of its play begins so. */
    public static final String LEFT_OUT = "left out: ";

    /** The message of a step that was stopped while it was at work begins so. */
    public static final String STOPPED = "stopped while at work: ";

    /** The message of a loop that the end of its run broke off between two items holds it. */
    public static final String STOPPED_BETWEEN = "the run was stopped after ";

    /** The property of an unreachable host's result where the link ended in use: it may have begun what it was told. */
    public static final String IN_USE = "linkWasInUse";

    private static final Pattern BETWEEN = Pattern.compile(STOPPED_BETWEEN + "\\d+ of \\d+ items");

    private Words() {}

    /** Whether a step's message says that the end of its run broke it off: nothing that its playbook says of failures is meant. */
    public static boolean brokenOff(String message) {
        return message.contains(STOPPED) || message.contains(STOPPED_BETWEEN);
    }

    /** A message that nobody shall read, as far as who goes on with the run needs it. */
    public static String veiled(String message, String veil) {
        if (message.contains(STOPPED)) {
            return STOPPED + veil;
        }
        Matcher between = BETWEEN.matcher(message);
        return between.find() ? between.group() : veil;
    }

    /** Whether the link of an unreachable host, or of an item's, ended in use. */
    public static boolean inUse(Map<?, ?> data) {
        return data.containsKey(IN_USE)
                || data.get("results") instanceof List<?> items
                        && items.stream().anyMatch(item -> item instanceof Map<?, ?> one && inUse(one));
    }
}

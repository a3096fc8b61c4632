package dev.steward.runner.module.patch.guard;

import dev.steward.runner.module.Target;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who does it, for people who meet it later. */
final class By {

    /** A ticket: the installation's identity, the run, the step; see {@link Target#ticket}. */
    private static final Pattern TICKET = Pattern.compile("[0-9a-f]{8}-(\\d+)-.*");

    private By() {}

    /** As {@code run 17}. */
    static String of(Target target) {
        Matcher m = TICKET.matcher(target.ticket());
        return m.matches() ? "run " + m.group(1) : "a run";
    }
}

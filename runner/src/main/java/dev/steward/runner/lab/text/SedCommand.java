package dev.steward.runner.lab.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One command of a sed script.
 *
 * @param from first address or null
 * @param to second address or null
 * @param negated with {@code !}
 * @param letter of the command
 * @param text its argument: text, label, replacement or characters
 * @param pattern of s
 * @param flags of s
 * @param block the commands of {@code {…}}
 */
record SedCommand(
        Address from,
        Address to,
        boolean negated,
        char letter,
        String text,
        Pattern pattern,
        String flags,
        List<SedCommand> block) {

    /** A place in the input: a line (0 last), a step, or a pattern. */
    record Address(long line, long step, Pattern pattern, boolean last) {}
}

package dev.steward.runner.app.evidence;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code pvecm status} says of the votes (corosync-quorumtool(8)).
 *
 * @param quorate whether those who see each other may write
 * @param expected votes there should be
 * @param present votes there are
 * @param needed votes for a quorum
 */
record Votes(boolean quorate, int expected, int present, int needed) {

    /** Of the text; empty: it says nothing of votes, as on a node that stands alone. */
    static Optional<Votes> of(String text) {
        OptionalInt expected = number(text, "Expected votes");
        OptionalInt present = number(text, "Total votes");
        OptionalInt needed = number(text, "Quorum");
        Matcher quorate = Pattern.compile("(?m)^Quorate:\\s+(Yes|No)").matcher(text);
        if (expected.isEmpty() || present.isEmpty() || needed.isEmpty() || !quorate.find()) {
            return Optional.empty();
        }
        return Optional.of(
                new Votes(quorate.group(1).equals("Yes"), expected.getAsInt(), present.getAsInt(), needed.getAsInt()));
    }

    private static OptionalInt number(String text, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(text);
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }

    /** What it means. */
    String meaning() {
        String counted = present + " of " + expected + " votes, " + needed + " are needed: ";
        if (!quorate) {
            return counted + "NO quorum, /etc/pve cannot be written and no guest can be started";
        }
        int spare = present - needed;
        return counted
                + switch (spare) {
                    case 0 -> "quorate, and no vote may be lost";
                    case 1 -> "quorate, and one vote may be lost";
                    default -> "quorate, and " + spare + " votes may be lost";
                };
    }
}

package dev.steward.runner.connection.agent;

import java.util.OptionalInt;

/**
 * How far a shell in a guest was heard.
 *
 * @param status its exit status; empty: not ended
 * @param outEnded whether its standard output has ended and is here whole
 * @param errEnded the same of standard error
 * @param out the last piece of standard output that arrived
 * @param err the same of standard error
 */
record Heard(OptionalInt status, boolean outEnded, boolean errEnded, long out, long err) {

    static final Heard NOTHING = new Heard(OptionalInt.empty(), false, false, 0, 0);

    /** The first line of what {@link Scripts} fetch. */
    static Heard of(String line) {
        String[] words = line.trim().split(" ");
        if (words.length != 5 || !line.matches("(-|\\d+) [01] [01] \\d+ \\d+\\s*")) {
            throw new IllegalArgumentException("the guest said '" + line + "' where its shell's state was expected");
        }
        OptionalInt status = words[0].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(words[0]));
        return new Heard(
                status, words[1].equals("1"), words[2].equals("1"), Long.parseLong(words[3]), Long.parseLong(words[4]));
    }

    /** Whether nothing more will come. */
    boolean over() {
        return outEnded && errEnded;
    }
}

package dev.steward.runner.cli.print;

import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err problems
 * @param colour whether escape sequences are welcome
 */
public record Screen(PrintStream out, PrintStream err, boolean colour) {

    /** The process's own streams; colour on a terminal unless NO_COLOR is set. */
    public static Screen standard() {
        boolean terminal = Keyboard.console().isPresent() && System.getenv("NO_COLOR") == null;
        return new Screen(System.out, System.err, terminal);
    }

    /** The text in a colour, where colours are welcome. */
    public String paint(Paint paint, String text) {
        return colour ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
    }

    /** What colours mean; the word beside always says it too. */
    public enum Paint {
        GOOD("32"),
        CHANGE("33"),
        BAD("1;31"),
        QUIET("2"),
        TITLE("1");

        private final String code;

        Paint(String code) {
            this.code = code;
        }
    }
}

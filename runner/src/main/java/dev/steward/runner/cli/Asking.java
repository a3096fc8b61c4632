package dev.steward.runner.cli;

import java.io.Console;
import java.util.List;

/** Asks a person at the terminal. */
final class Asking {

    private Asking() {}

    /** A password, not echoed. */
    static String password(String prompt) throws Refusal {
        Console console = System.console();
        if (console == null) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("A password can only be asked for on a terminal. Name it in the secrets file instead."));
        }
        char[] said = console.readPassword(prompt);
        if (said == null) {
            throw new Refusal(Exit.OPTIONS, List.of("No password was given."));
        }
        return new String(said);
    }
}

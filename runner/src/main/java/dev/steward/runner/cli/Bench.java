package dev.steward.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.EventLine;
import dev.steward.runner.cli.print.Keyboard;
import dev.steward.runner.cli.print.Screen;
import java.io.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What commands are given.
 *
 * @param screen where they print
 * @param desks opens the state directory
 * @param environment variables of the process
 * @param folder the working directory
 * @param person the operator's name, for records: who ran it
 */
public record Bench(Screen screen, DeskOpener desks, Map<String, String> environment, Path folder, String person) {

    /** Asks the person at the terminal for a password; it is not echoed. */
    public static String password(String prompt) throws Refusal {
        Console console = Keyboard.console()
                .orElseThrow(
                        () -> new Refusal(
                                Exit.OPTIONS,
                                List.of(
                                        "A password can only be asked for on a terminal. Name it in the secrets file instead.")));
        char[] said = console.readPassword(prompt);
        if (said == null) {
            throw new Refusal(Exit.OPTIONS, List.of("No password was given."));
        }
        return new String(said);
    }

    /** Reads and writes JSON; made where a command needs it, since it costs a short command its start. */
    ObjectMapper json() {
        return new ObjectMapper();
    }

    /** Begins a run and shows it; to be opened before the desk. */
    RunFollower follower() {
        return new RunFollower(lines(), person, screen);
    }

    /** The JSON form of events. */
    EventLine lines() {
        return new EventLine();
    }
}

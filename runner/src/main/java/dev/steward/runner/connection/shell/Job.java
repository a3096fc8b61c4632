package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Output;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * One use of a {@link Wire}.
 *
 * @param command what to run
 * @param input read to its end, not closed; empty: the command's own bytes
 * @param content receives standard output in place of the result; empty: the result keeps its end
 * @param output sees the output as it arrives
 */
record Job(Command command, Optional<InputStream> input, Optional<OutputStream> content, Output output) {

    static Job of(Command command, Output output) {
        return new Job(command, Optional.empty(), Optional.empty(), output);
    }

    boolean hasInput() {
        return input.isPresent() || command.stdin().length > 0;
    }

    /** The user to become, where that is not the one who logged in. */
    Optional<String> becomes(String login) {
        return command.as().user().filter(user -> !user.equals(login));
    }
}

package dev.steward.runner.cli;

import dev.steward.runner.control.Desk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the state directory: owns it, or reaches its owner. */
@FunctionalInterface
public interface DeskOpener {

    /**
     * A desk that answers.
     *
     * @param config the configuration file that was named; empty: the usual places
     * @return to be closed after the command
     * @throws IOException when the state directory can neither be owned nor its owner be reached
     * @throws Refusal when the configuration has problems
     */
    OpenDesk open(Optional<Path> config) throws IOException, Refusal;

    /** A desk with its end. */
    interface OpenDesk extends Desk, AutoCloseable {

        @Override
        void close() throws IOException;
    }
}

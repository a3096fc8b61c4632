package dev.steward.runner.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option every command that needs a configuration has. */
public final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; else $STEWARD_CONFIG, ./steward.yml, /etc/steward/steward.yml.")
    private Path file;

    /** What was said; empty: nothing. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}

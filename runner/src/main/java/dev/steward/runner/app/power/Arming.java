package dev.steward.runner.app.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether an outage stops anything; what a person said last outlives the process. */
final class Arming {

    private static final Logger LOG = LoggerFactory.getLogger(Arming.class);

    private final Path file;
    private final boolean configured;
    private Optional<Boolean> said;

    /**
     * As a person said last, else as configured.
     *
     * @param folder where it is kept
     */
    Arming(Path folder, boolean configured) {
        this.file = folder.resolve("armed");
        this.configured = configured;
        this.said = read();
    }

    private Optional<Boolean> read() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).startsWith("armed")) : Optional.empty();
        } catch (IOException e) {
            LOG.error("{} cannot be read ({}): what steward.yml says counts", file, e.getMessage());
            return Optional.empty();
        }
    }

    synchronized boolean armed() {
        return said.orElse(configured);
    }

    synchronized void set(boolean on, PowerDesk.Who who) throws PowerRefused {
        try {
            if (!Files.isDirectory(file.getParent())) {
                Files.createDirectories(
                        file.getParent(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.writeString(file, (on ? "armed" : "disarmed") + " by " + who.name() + ": " + who.reason() + "\n");
        } catch (IOException e) {
            throw new PowerRefused(List.of(file + " cannot be written (" + e.getMessage()
                    + "): it would not hold after a restart, so nothing was changed."));
        }
        said = Optional.of(on);
        LOG.warn("Power protection is {} by {}: {}", on ? "armed" : "DISARMED", who.name(), who.reason());
    }
}

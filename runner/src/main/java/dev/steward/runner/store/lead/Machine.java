package dev.steward.runner.store.lead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the servers on one database apart, from one start to the next: by a mark in the state directory, which is each server's own. */
public final class Machine {

    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private static final String FILE = "machine";

    private Machine() {}

    /**
     * The mark of a state directory, made at first use. A copied machine keeps it, as it keeps the directory.
     *
     * @param state ours
     */
    public static String of(Path state) {
        Path file = state.resolve(FILE);
        try {
            Optional<String> known = read(file);
            if (known.isPresent()) {
                return known.get();
            }
            String fresh = UUID.randomUUID().toString();
            Files.writeString(file, fresh + "\n");
            return fresh;
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read or written ({}): what is handed over now, as a reboot of this machine, is"
                            + " forgotten with this process",
                    file,
                    e.getMessage());
            return UUID.randomUUID().toString();
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(text -> text.matches("[0-9a-f-]{36}"))
                : Optional.empty();
    }
}

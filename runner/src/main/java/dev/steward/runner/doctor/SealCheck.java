package dev.steward.runner.doctor;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.seal.KeyFile;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.seal.SealException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the key that secrets in the history are sealed with can be read. */
public final class SealCheck {

    private static final String WHAT = "seal key";

    private SealCheck() {}

    /**
     * Looks.
     *
     * @param open what is said where nothing is sealed
     */
    public static List<Finding> look(StewardConfig config, String open) {
        Optional<Path> said = config.secrets().sealKey();
        Path own = config.stateDir().resolve(Seal.FILE);
        if (said.isPresent()) {
            return List.of(look(said.get(), "secrets.sealKey: "));
        }
        if (config.store().isPresent()) {
            return List.of(Finding.note(
                    WHAT,
                    Files.exists(own)
                            ? own
                                    + " opens what was sealed while the history was a file here, and what is new stays plain:"
                                    + " name a copy of it in secrets.sealKey, the same on each server"
                            : open));
        }
        return Files.exists(own) ? List.of(look(own, "")) : List.of();
    }

    private static Finding look(Path file, String where) {
        try {
            int keys = new KeyFile(file).count();
            return Finding.good(
                    WHAT,
                    file + (keys == 1 ? "" : ", " + keys + " keys, of which the first seals")
                            + "; no backup holds it, so keep a copy elsewhere");
        } catch (SealException e) {
            return Finding.problem(WHAT, where + e.getMessage());
        }
    }
}

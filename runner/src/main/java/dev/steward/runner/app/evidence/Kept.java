package dev.steward.runner.app.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as files. */
public final class Kept {

    private Kept() {}

    /**
     * Writes a report; the folders it needs are made.
     *
     * @return where it is
     */
    public static Path write(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath().normalize();
        if (whole.getParent() != null) {
            Files.createDirectories(whole.getParent());
        }
        return Files.writeString(whole, text);
    }
}

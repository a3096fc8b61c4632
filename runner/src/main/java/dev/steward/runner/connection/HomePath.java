package dev.steward.runner.connection;

import java.nio.file.Path;

/** Paths as a user writes them. */
public final class HomePath {

    private HomePath() {}

    /** The path, with a leading {@code ~} as the home folder of the one who runs Steward. */
    public static Path of(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + path.substring(1));
        }
        return Path.of(path);
    }
}

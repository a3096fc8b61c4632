package dev.steward.runner.power.upsmon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The NUT of this machine. */
public final class InstalledNut {

    /**
     * Debian's upsmon on the PATH is a wrapper that says nothing of its version while {@code MODE=none} stands in nut.conf; the real one
     * lies beside the drivers. The others are where it lies elsewhere.
     */
    private static final List<List<String>> ASKED = List.of(
            List.of("/lib/nut/upsmon", "-V"),
            List.of("/usr/lib/nut/upsmon", "-V"),
            List.of("upsmon", "-V"),
            List.of("upsc", "-V"));

    private InstalledNut() {}

    /** Its version; empty: NUT is not installed here. */
    public static Optional<NutVersion> version() {
        for (List<String> command : ASKED) {
            Optional<NutVersion> version = asked(command);
            if (version.isPresent()) {
                return version;
            }
        }
        return Optional.empty();
    }

    private static Optional<NutVersion> asked(List<String> command) {
        if (command.get(0).startsWith("/") && !Files.isExecutable(Path.of(command.get(0)))) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try {
                String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
                process.waitFor(5, TimeUnit.SECONDS);
                return said.contains("Network UPS Tools") ? NutVersion.of(said) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

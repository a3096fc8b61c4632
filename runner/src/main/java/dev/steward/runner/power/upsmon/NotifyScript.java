package dev.steward.runner.power.upsmon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code steward-notify}: what upsmon calls at every event. */
public final class NotifyScript {

    /** Its name, and that of its text among our resources. */
    public static final String NAME = "steward-notify";

    private NotifyScript() {}

    /** Its text for a spool. */
    public static String text(Path spool) {
        try (InputStream in = NotifyScript.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " is not in this build");
            }
            String quoted = "'" + spool.toString().replace("'", "'\\''") + "'";
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@SPOOL@", quoted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.steward.runner.power.upsmon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code steward-shutdown}: the only SHUTDOWNCMD that does not undo the plan. It waits for the slot of its node and stands back while a
 * living Steward holds the outage. The playbook {@code provision-nut-client.groovy} brings the same text to the nodes.
 */
public final class ShutdownScript {

    /** Its name, and that of its text among our resources. */
    public static final String NAME = "steward-shutdown";

    /** Where it belongs. */
    public static final Path PLACE = UpsSetup.SCRIPT.resolveSibling(NAME);

    private ShutdownScript() {}

    /** Its text: it has no settings of its own, they stand in {@code steward-shutdown.conf}. */
    public static String text() {
        try (InputStream in = ShutdownScript.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

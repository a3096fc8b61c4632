package dev.steward.runner.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built.
 *
 * @param version of the product
 * @param commit abbreviated; "unknown" where it was built outside of git
 * @param time of the commit, ISO 8601 in UTC; "unknown" as above
 */
public record Version(String version, String commit, String time) {

    /** The version of this build. */
    public static Version read() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties is not in the jar", e);
        }
        return new Version(properties.getProperty("version"), known(properties, "commit"), known(properties, "time"));
    }

    private static String known(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        return value.isBlank() || value.startsWith("${") ? "unknown" : value;
    }

    /** As {@code steward 0.1.0, commit 1a2b3c4 of 2026-01-02T03:04:05Z}. */
    @Override
    public String toString() {
        return "steward " + version + ", commit " + commit + " of " + time;
    }
}

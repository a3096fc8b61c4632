package dev.steward.runner.power.upsmon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What NUT's files on this host are to say.
 *
 * @param version of NUT here
 * @param upses to be watched
 * @param role what upsmon does here when the battery is low
 * @param spool where hints are left
 * @param script the path of {@code steward-notify}
 * @param plan how long the power plan takes: so long the primary must wait for Steward
 * @param owner the user Steward runs as
 */
public record UpsSetup(
        NutVersion version, List<Watched> upses, Role role, Path spool, Path script, Duration plan, String owner) {

    /** Where the script belongs. */
    public static final Path SCRIPT = Path.of("/usr/local/lib/steward/steward-notify");

    /** Where the Debian package puts it, for the usual spool, which the package makes too. */
    public static final Path PACKAGED = Path.of("/usr/lib/steward/steward-notify");

    public UpsSetup {
        upses = List.copyOf(upses);
    }

    /**
     * A UPS.
     *
     * @param ups its name at upsd
     * @param host of upsd, IPv6 in brackets
     * @param port of upsd
     * @param user of upsd.users
     * @param password its own, or what stands for it
     */
    public record Watched(String ups, String host, int port, String user, String password) {

        boolean local() {
            return host.matches("localhost|127\\..*|\\[::1]");
        }
    }

    /** What upsmon does when the battery is low. */
    public enum Role {
        /** It tells Steward and shuts nothing down: Steward does. */
        TELL,
        /** Where no Steward holds the outage it shuts this host down in its slot: a last line of defence, by {@link ShutdownScript}. */
        FALLBACK
    }
}

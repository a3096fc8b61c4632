package dev.steward.runner.lab.host;

import java.time.Duration;
import java.util.List;

/**
 * What a demo host is.
 *
 * @param name host name
 * @param kind container or virtual machine
 * @param boot from going down to letting people in again, in life
 * @param services the units that run on it
 * @param packages installed besides the base system: {@code name version [dependency…]}; a leading + marks one that
 *     only others needed
 * @param updates what the mirrors have newer or new, in the same form; a leading ! marks one that asks for a reboot, a leading
 *     ~ one whose postinst fails, a dependency with a leading - one that it conflicts with
 * @param failingMirror whether one of its mirrors is broken
 */
public record HostSpec(
        String name,
        Kind kind,
        Duration boot,
        List<String> services,
        List<String> packages,
        List<String> updates,
        boolean failingMirror) {

    public HostSpec {
        services = List.copyOf(services);
        packages = List.copyOf(packages);
        updates = List.copyOf(updates);
    }

    /** The kinds of guests. */
    public enum Kind {
        CONTAINER,
        VM
    }
}

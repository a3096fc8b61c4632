package dev.steward.runner.store.patch;

import java.time.Instant;
import java.util.Optional;

/**
 * A package that is to be changed on a host.
 *
 * @param host its name in the inventory
 * @param name of the package
 * @param from its version; empty: not installed
 * @param to the version that is offered; empty: it would be removed
 * @param action installed, upgraded, removed, downgraded
 * @param security whether for security; empty: not known
 * @param since when a newer version was first seen there
 */
public record PendingPackage(
        String host, String name, String from, String to, String action, Optional<Boolean> security, Instant since) {}

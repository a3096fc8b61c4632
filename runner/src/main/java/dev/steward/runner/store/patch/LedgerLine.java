package dev.steward.runner.store.patch;

import java.time.Instant;
import java.util.Optional;

/**
 * A package that changed on a host.
 *
 * @param id grows with time
 * @param host its name in the inventory
 * @param name of the package
 * @param from its version before; empty: it was not installed
 * @param to its version after; empty: it is gone
 * @param action installed, upgraded, removed, downgraded, configured
 * @param security whether for security; empty: not known
 * @param run that did it
 * @param step of the run
 * @param at when that was told
 */
public record LedgerLine(
        long id,
        String host,
        String name,
        String from,
        String to,
        String action,
        Optional<Boolean> security,
        long run,
        String step,
        Instant at) {}

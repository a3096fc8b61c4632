package dev.steward.web.parts;

import dev.steward.runner.app.RunRefused;
import java.util.List;
import java.util.Optional;

/** Which hosts of the configured inventory a run would touch. */
@FunctionalInterface
public interface HostLookup {

    /**
     * The hosts of a pattern.
     *
     * @param hosts a play's host pattern
     * @param limit what narrows it; empty: nothing
     * @return names in the inventory's order; none where nothing matches
     * @throws RunRefused when the inventory or a pattern is wrong; nothing is guessed
     */
    List<String> matching(String hosts, Optional<String> limit) throws RunRefused;
}

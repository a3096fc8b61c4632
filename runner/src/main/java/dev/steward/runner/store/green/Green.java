package dev.steward.runner.store.green;

import java.time.Instant;

/**
 * When a playbook last went well.
 *
 * @param playbook its name
 * @param host on this host; empty: as a whole, with no limit and no tags
 * @param run the run that did
 * @param at its end
 */
public record Green(String playbook, String host, long run, Instant at) {

    /** Whether it speaks of the whole playbook. */
    public boolean whole() {
        return host.isEmpty();
    }
}

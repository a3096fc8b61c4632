package dev.steward.runner.roll;

import java.util.Optional;

/**
 * A node that may take guests.
 *
 * @param node its name
 * @param free bytes of memory that are left
 * @param closed why it takes none; empty: it does
 */
public record Room(String node, long free, Optional<String> closed) {

    /** With so much less left. */
    Room less(long bytes) {
        return new Room(node, free - bytes, closed);
    }
}

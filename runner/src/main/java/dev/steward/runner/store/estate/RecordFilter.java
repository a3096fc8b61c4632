package dev.steward.runner.store.estate;

import java.util.Optional;

/**
 * Which records.
 *
 * @param kind of thing
 * @param cluster our name of it, or the id of its record; empty: all
 * @param node its name, or the id of its record; empty: all
 * @param toldBy only what this token pushed; empty: all
 * @param closed whether those that are gone, too
 */
public record RecordFilter(
        RecordKind kind, Optional<String> cluster, Optional<String> node, Optional<String> toldBy, boolean closed) {

    /** All that are there. */
    public static RecordFilter of(RecordKind kind) {
        return new RecordFilter(kind, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
}

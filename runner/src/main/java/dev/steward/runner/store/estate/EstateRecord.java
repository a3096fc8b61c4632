package dev.steward.runner.store.estate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one cluster, node or guest.
 *
 * @param id its own, for life
 * @param key what it is about
 * @param node where it is or was last; empty for a cluster
 * @param name for people
 * @param facts what describes it
 * @param readings what moves, as they were last
 * @param toldBy the tokens that pushed it; none: it was asked for
 * @param os what was last read of its operating system
 * @param family of operating systems, where an operator said it: that counts
 * @param clusterId the id of its cluster's record; empty: there is none (yet)
 * @param span since when it is known, and how it ended
 */
public record EstateRecord(
        String id,
        RecordKey key,
        String node,
        String name,
        Map<String, Object> facts,
        Map<String, Object> readings,
        List<String> toldBy,
        Optional<Map<String, Object>> os,
        Optional<String> family,
        Optional<String> clusterId,
        Span span) {

    /**
     * When.
     *
     * @param begun first seen
     * @param seen last seen
     * @param closed when it was found to be gone; empty: it is there
     * @param why it is gone; empty where it is there
     */
    public record Span(Instant begun, Instant seen, Optional<Instant> closed, String why) {}

    /** Facts and readings in one, as it was told. */
    public Map<String, Object> told() {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.putAll(readings);
        return all;
    }

    /** Whether it is there. */
    public boolean open() {
        return span.closed().isEmpty();
    }
}

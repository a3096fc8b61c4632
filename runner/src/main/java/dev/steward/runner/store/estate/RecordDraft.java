package dev.steward.runner.store.estate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was just learned of one thing.
 *
 * @param key what it is about
 * @param node where it is; empty for a cluster
 * @param name for people
 * @param facts what describes it; a change of them is history
 * @param readings what moves, as its uptime
 * @param toldBy the token that pushed it; empty: nobody, it was asked for
 */
public record RecordDraft(
        RecordKey key,
        String node,
        String name,
        Map<String, Object> facts,
        Map<String, Object> readings,
        String toldBy) {

    public RecordDraft {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
    }

    /** What Steward learned itself. */
    public static RecordDraft collected(
            RecordKey key, String node, String name, Map<String, Object> facts, Map<String, Object> readings) {
        return new RecordDraft(key, node, name, facts, readings, "");
    }
}

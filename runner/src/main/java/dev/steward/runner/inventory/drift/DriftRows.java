package dev.steward.runner.inventory.drift;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A drift as JSON: the same for the command line and the API. */
public final class DriftRows {

    private DriftRows() {}

    /** Plain data; what is not known is left out. */
    public static Map<String, Object> of(Drift drift) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("count", drift.count());
        all.put("complete", drift.complete());
        all.put("clusters", drift.clusters().stream().map(DriftRows::side).toList());
        List<Map<String, Object>> rows =
                drift.differences().stream().map(DriftRows::row).toList();
        all.put("differences", rows);
        return all;
    }

    private static Map<String, Object> side(Drift.Side side) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", side.name());
        row.put("compared", side.usable());
        row.put("ageSeconds", side.age().toSeconds());
        put(row, "problem", side.problem());
        return row;
    }

    private static Map<String, Object> row(Difference one) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", one.kind().name().toLowerCase(Locale.ROOT));
        row.put("counts", one.counts());
        put(row, "host", one.host());
        put(row, "cluster", one.cluster());
        put(row, "subject", one.subject());
        put(row, "inFile", one.inFile());
        put(row, "inCluster", one.inCluster());
        put(row, "file", one.file());
        row.put("text", one.text());
        return row;
    }

    private static void put(Map<String, Object> row, String key, Optional<String> value) {
        value.ifPresent(text -> row.put(key, text));
    }
}

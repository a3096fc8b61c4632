package dev.steward.runner.patch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Packages that a patch run leaves as they are.
 *
 * @param name of a package, or a pattern of {@code sh} as {@code php*}
 * @param reason for people
 * @param until when that ends; empty: it does not
 * @param by who wants it, as {@code anna} or {@code playbook}
 */
public record Excluded(String name, String reason, Optional<Instant> until, String by) {

    /** As a result has it: {@code until} is ISO 8601, or null. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", name);
        data.put("reason", reason);
        data.put("until", until.map(Instant::toString).orElse(null));
        data.put("by", by);
        return data;
    }
}

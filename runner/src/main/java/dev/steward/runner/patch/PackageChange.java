package dev.steward.runner.patch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package that changes.
 *
 * @param name as its package manager writes it
 * @param from its version before; empty where it was not installed
 * @param to its version after; empty where it is gone
 * @param action {@code installed}, {@code upgraded}, {@code downgraded}, {@code removed} or {@code configured}
 * @param security whether it mends a weakness; empty: its source does not tell
 */
public record PackageChange(String name, String from, String to, String action, Optional<Boolean> security) {

    /** As a result has it: {@code security} is null where it is not known. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", name);
        data.put("from", from);
        data.put("to", to);
        data.put("action", action);
        data.put("security", security.orElse(null));
        return data;
    }

    /** How many of some are told as security; empty: none of them tells. */
    public static Optional<Integer> security(List<PackageChange> changes) {
        boolean told =
                changes.isEmpty() || changes.stream().anyMatch(c -> c.security().isPresent());
        return told
                ? Optional.of((int)
                        changes.stream().filter(c -> c.security().orElse(false)).count())
                : Optional.empty();
    }
}

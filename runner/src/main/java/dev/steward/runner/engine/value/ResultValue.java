package dev.steward.runner.engine.value;

import dev.steward.runner.event.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code register} keeps: the module's data with the properties that every result has. */
public final class ResultValue {

    private ResultValue() {}

    /**
     * A registered result.
     *
     * @param status what came of it
     * @param changed whether something was changed, perhaps by what failed
     * @param message one line
     * @param data the module's own properties; the common ones win over them
     * @param attempts tries made
     * @param duration of all tries
     */
    public static Map<String, Object> of(
            Status status, boolean changed, String message, Map<String, Object> data, int attempts, Duration duration) {
        Map<String, Object> out = new LinkedHashMap<>(data);
        out.put("changed", changed);
        out.put("failed", status == Status.FAILED);
        out.put("skipped", status == Status.SKIPPED);
        out.put("unreachable", status == Status.UNREACHABLE);
        out.put("message", message);
        out.put("attempts", attempts);
        out.put("duration", duration);
        return out;
    }

    /** The result of a loop: its items' results stand under {@code results}, each with its {@code item}. */
    public static Map<String, Object> ofLoop(Map<String, Object> whole, List<Map<String, Object>> results) {
        Map<String, Object> out = new LinkedHashMap<>(whole);
        out.put("results", results);
        return out;
    }
}

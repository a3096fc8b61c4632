package dev.steward.runner.module;

import dev.steward.runner.event.Diff;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a module did on one host.
 *
 * @param result in one word
 * @param message one line for people
 * @param data what a registered result shows: plain data (String, Boolean, Integer, Long, Double, List, Map, null)
 * @param diffs what changed, where the target asks for diffs
 * @param facts variables the host has from now on ({@code setFact})
 * @param added a host that later plays may use ({@code addHost})
 */
public record Outcome(
        Kind result,
        String message,
        Map<String, Object> data,
        List<Diff> diffs,
        Map<String, Object> facts,
        Optional<NewHost> added) {

    public Outcome {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        diffs = List.copyOf(diffs);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** The result in one word. */
    public enum Kind {
        OK,
        CHANGED,
        SKIPPED,
        FAILED
    }

    /**
     * A host made known during the run.
     *
     * @param name its inventory name
     * @param groups it joins
     * @param vars its variables
     */
    public record NewHost(String name, List<String> groups, Map<String, Object> vars) {}

    /** Nothing had to be changed. */
    public static Outcome ok(String message) {
        return of(Kind.OK, message);
    }

    /** Something was changed, or would be in check mode. */
    public static Outcome changed(String message) {
        return of(Kind.CHANGED, message);
    }

    /** Changed or ok. */
    public static Outcome changed(boolean changed, String message) {
        return of(changed ? Kind.CHANGED : Kind.OK, message);
    }

    /** Not done, for a reason. */
    public static Outcome skipped(String reason) {
        return of(Kind.SKIPPED, reason);
    }

    /** It did not work. */
    public static Outcome failed(String reason) {
        return of(Kind.FAILED, reason);
    }

    private static Outcome of(Kind kind, String message) {
        return new Outcome(kind, message, Map.of(), List.of(), Map.of(), Optional.empty());
    }

    /** With a further property of the result. */
    public Outcome with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(data);
        all.put(name, value);
        return new Outcome(result, message, all, diffs, facts, added);
    }

    /** With diffs. */
    public Outcome with(List<Diff> more) {
        return new Outcome(result, message, data, more, facts, added);
    }
}

package dev.steward.runner.engine.value;

import dev.steward.dsl.plan.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables that are the same on every host of a play.
 *
 * @param given run parameters said for this run ({@code -e}); they win over everything
 * @param play the play's own; values may be deferred
 * @param defaults run parameters nobody gave
 */
public record Layers(Map<String, Object> given, Map<String, Object> play, Map<String, Object> defaults) {

    /** The variables of a play within a plan. */
    public static Layers of(List<Parameter> parameters, Map<String, Object> play) {
        Map<String, Object> given = new LinkedHashMap<>();
        Map<String, Object> defaults = new LinkedHashMap<>();
        parameters.forEach(p -> (p.given() ? given : defaults).put(p.name(), p.value()));
        return new Layers(given, play, defaults);
    }

    /** All of them, unevaluated, the higher over the lower. */
    public Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>(defaults);
        all.putAll(play);
        all.putAll(given);
        return all;
    }
}

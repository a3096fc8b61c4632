package dev.steward.runner.convert;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What its roles give to all of a play.
 *
 * @param defaults what the inventory goes before
 * @param vars what goes before those of the play
 */
record Shared(Map<String, Object> defaults, Map<String, Object> vars) {

    /** Nothing yet. */
    Shared() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}

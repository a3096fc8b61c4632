package dev.steward.runner.lab.pve.call;

import java.util.LinkedHashMap;

/** One object of an answer. A plain map that can be written in one go. */
public final class Row extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1;

    /** One more field. */
    public Row with(String key, Object value) {
        put(key, value);
        return this;
    }

    /** One more field where a condition holds. */
    public Row when(boolean holds, String key, Object value) {
        if (holds) {
            put(key, value);
        }
        return this;
    }

    /** A field where there is a value. */
    public Row some(String key, String value) {
        return when(!value.isEmpty(), key, value);
    }
}

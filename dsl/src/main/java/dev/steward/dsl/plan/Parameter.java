package dev.steward.dsl.plan;

import java.util.Collection;

/**
 * A run parameter: an entry of the playbook's {@code vars}.
 *
 * @param name as {@code autoReboot}
 * @param type the simple name of the type that the default fixes: String, Boolean, Integer, BigDecimal, Duration, List, Map
 * @param value what it is in this plan (the default, or what {@code -e} said); a {@link SecretRef} where it is one
 * @param asked what {@code ask} says of it
 * @param given whether the value was given for this run
 */
public record Parameter(String name, String type, Object value, Question asked, boolean given) {

    /** What it is called to a person; empty: by its name alone. */
    public String label() {
        return asked.label();
    }

    /** Whether a run does not begin, for it must be given and is empty. */
    public boolean missing() {
        return asked.required()
                && (value instanceof CharSequence text && text.toString().isBlank()
                        || value instanceof Collection<?> list && list.isEmpty());
    }
}

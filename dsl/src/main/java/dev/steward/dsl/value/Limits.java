package dev.steward.dsl.value;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import java.util.Collection;

/** How large a value of a playbook may grow: a slip must not exhaust the server that reads the playbook. */
public final class Limits {

    private static final int TEXT = 1 << 20;
    private static final int ELEMENTS = 100_000;

    private Limits() {}

    /** The text, unless it is too long. */
    public static String text(String value, SourceRef at) {
        if (value.length() > TEXT) {
            throw new EvaluationException(at, "a text holds at most " + TEXT + " characters");
        }
        return value;
    }

    /** The value, unless it is too large. */
    public static Object any(Object value, SourceRef at) {
        if (value instanceof String text) {
            return text(text, at);
        }
        if (value instanceof Collection<?> many && many.size() > ELEMENTS) {
            throw new EvaluationException(at, "a list holds at most " + ELEMENTS + " values");
        }
        return value;
    }
}

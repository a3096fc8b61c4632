package dev.steward.dsl.value;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** How large a value of a playbook may grow: a slip must not exhaust the server that reads the playbook. */
public final class Limits {

    private static final int TEXT = 1 << 20;
    private static final int ELEMENTS = 100_000;
    private static final int WEIGHT = 1_000_000;
    private static final int PIECE = 16;

    private Limits() {}

    /** The text, unless it is too long. */
    public static String text(String value, SourceRef at) {
        if (value.length() > TEXT) {
            throw new EvaluationException(at, "a text holds at most " + TEXT + " characters");
        }
        return value;
    }

    /** The value, unless it is too large, with all that is in it as often as it is in it. */
    public static Object any(Object value, SourceRef at) {
        if (value instanceof String text) {
            return text(text, at);
        }
        if (value instanceof BigDecimal number && !Numbers.fits(number)) {
            throw new EvaluationException(at, "a number " + Numbers.FITTING);
        }
        if (value instanceof Collection<?> many && many.size() > ELEMENTS) {
            throw new EvaluationException(at, "a list holds at most " + ELEMENTS + " values");
        }
        if (weight(value) > WEIGHT) {
            throw new EvaluationException(
                    at, "with all that is in it this holds more than " + WEIGHT + " values, or too much text");
        }
        return value;
    }

    /**
     * How much a value holds: itself, what is in it, and its text by pieces of 16 letters. One list that stands in another
     * a hundred times is counted a hundred times, since it is written and compared so often. It is not counted far beyond
     * what a value may hold.
     */
    public static int weight(Object value) {
        return weight(value, 0);
    }

    private static int weight(Object value, int before) {
        if (value instanceof CharSequence text) {
            return before + 1 + text.length() / PIECE;
        }
        int weight = before + 1;
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            while (weight <= WEIGHT && entries.hasNext()) {
                Map.Entry<?, ?> one = entries.next();
                weight = weight(one.getValue(), weight(one.getKey(), weight));
            }
        } else if (value instanceof Collection<?> many) {
            Iterator<?> elements = many.iterator();
            while (weight <= WEIGHT && elements.hasNext()) {
                weight = weight(elements.next(), weight);
            }
        }
        return weight;
    }
}
